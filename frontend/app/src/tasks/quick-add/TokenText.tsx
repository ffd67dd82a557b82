import { clsx } from 'clsx';
import type { ReactNode, Ref } from 'react';
import type { Token, TokenKind } from './parsed';

const LOOK: Record<TokenKind, string> = {
  date: 'bg-success-soft',
  repeat: 'bg-success-soft',
  priority: 'bg-warning-soft',
  tag: 'bg-accent-soft',
  list: 'bg-accent-soft',
};

/** Lies below the field with the same text, unseen but for the colour behind what was recognised. */
export function TokenText({
  text,
  tokens,
  ref,
}: {
  text: string;
  tokens: readonly Token[];
  ref: Ref<HTMLDivElement>;
}) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { kind, start, end } of tokens) {
    parts.push(text.slice(at, start));
    parts.push(
      <span key={start} className={clsx('rounded-sm', LOOK[kind])}>
        {text.slice(start, end)}
      </span>,
    );
    at = end;
  }
  return (
    <div
      ref={ref}
      aria-hidden
      data-text-of-field
      dir="auto"
      className="pointer-events-none absolute inset-0 flex items-center overflow-hidden px-2.5 text-base whitespace-pre text-transparent"
    >
      <span className="min-w-max">
        {parts}
        {text.slice(at)}
      </span>
    </div>
  );
}
