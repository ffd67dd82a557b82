'use client';

import { clsx } from 'clsx';
import { Search, X } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { IconButton } from '@/ui/Button';

/** Searches as one types. The field holds its own text, because the address follows a moment later. */
export function SearchField({
  input,
  query,
  focused,
  onFocused,
  onQuery,
}: {
  input: RefObject<HTMLInputElement | null>;
  query: string;
  focused: boolean;
  onFocused: (focused: boolean) => void;
  onQuery: (query: string) => void;
}) {
  const [text, setText] = useState(query);
  useEffect(() => {
    // While it is typed in, the address only follows.
    if (!focused) setText(query);
  }, [query, focused]);
  const change = (next: string) => {
    setText(next);
    onQuery(next);
  };
  const goOn = useEffectEvent(onQuery);
  const tellFocused = useEffectEvent(onFocused);
  useEffect(() => {
    // Whoever typed before the page's script was there goes on with that.
    const field = input.current;
    if (!field) return;
    tellFocused(field === document.activeElement);
    if (field.value === field.defaultValue) return;
    const typed = field.value;
    setText(typed);
    // The router hears of a new address only after the effects of the first drawing.
    const timer = setTimeout(() => goOn(typed));
    return () => clearTimeout(timer);
  }, [input]);
  return (
    <search className="relative">
      <Search
        size={16}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-faint"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        aria-label="Search the tasks"
        placeholder="Search"
        autoComplete="off"
        value={text}
        onFocus={() => onFocused(true)}
        onBlur={() => onFocused(false)}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') event.currentTarget.blur();
          else change('');
        }}
        className={clsx(
          'h-10 rounded-md border border-control bg-surface pl-9 text-sm transition-[width] duration-150 hover:border-ink-faint',
          focused || text !== '' ? 'w-40 pr-8 sm:w-56' : 'w-28 pr-2 sm:w-32',
        )}
      />
      {text === '' ? null : (
        <IconButton
          label="Clear the search"
          onClick={() => change('')}
          size="size-8"
          className="absolute top-1 right-1"
        >
          <X size={15} aria-hidden />
        </IconButton>
      )}
    </search>
  );
}
