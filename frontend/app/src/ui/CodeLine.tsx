'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './Button';

/** A command or a line of a file, to read and to copy. */
export function CodeLine({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(true);
    } catch {
      // A browser that forbids it: the text is there to be selected.
    }
  };
  return (
    <span className="mt-2 flex items-center gap-1 rounded-md border border-line bg-surface py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere text-ink">{code}</code>
      <IconButton label={copied ? 'Copied' : 'Copy'} onClick={() => void copy()} size="size-9">
        {copied ? (
          <Check size={16} aria-hidden className="text-success" />
        ) : (
          <Copy size={16} aria-hidden />
        )}
      </IconButton>
    </span>
  );
}
