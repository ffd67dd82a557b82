'use client';

import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

export const ITEM =
  'flex min-h-10 cursor-pointer select-none items-center gap-2.5 rounded-sm px-2.5 text-sm ' +
  'data-[selected=true]:bg-hover [&>svg]:shrink-0 [&>svg]:text-ink-faint';

/** A list to choose from by typing, arrows or pointer. */
export function ChoiceList({
  label,
  query,
  onQuery,
  placeholder,
  children,
}: {
  label: string;
  query: string;
  onQuery: (query: string) => void;
  placeholder: string;
  children: ReactNode;
}) {
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input
        value={query}
        onValueChange={onQuery}
        placeholder={placeholder}
        className="h-11 w-full border-b border-line bg-transparent px-3.5 text-base outline-none"
      />
      <Command.List className="max-h-72 overflow-y-auto overscroll-contain p-1.5">
        {children}
      </Command.List>
    </Command>
  );
}

export function Choice({
  value,
  icon,
  checked,
  onChoose,
  children,
}: {
  value: string;
  icon?: ReactNode;
  checked: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item value={value} onSelect={onChoose} className={ITEM}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {checked ? (
        <>
          <Check size={16} aria-hidden />
          <span className="sr-only">(chosen)</span>
        </>
      ) : null}
    </Command.Item>
  );
}
