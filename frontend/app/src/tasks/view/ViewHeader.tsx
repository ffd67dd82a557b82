'use client';

import { clsx } from 'clsx';
import { ArrowDownUp, Sparkles } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { Button } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { SORT_LABELS, SORTS } from '../model/sort';
import { type Filter, VIEW_LABELS } from '../model/views';
import { SearchField } from './SearchField';
import type { Navigation } from './use-place';

/** What a view is called. */
export function viewTitle({ view, list, tag }: Filter): string {
  if (list !== null) return list;
  if (tag !== null) return `#${tag}`;
  return VIEW_LABELS[view];
}

/** The name of the view, and what changes how it is shown. */
export function ViewHeader({
  place,
  search,
  note,
  chatOpen,
  onChat,
}: {
  place: Navigation;
  search: RefObject<HTMLInputElement | null>;
  /** What is said beside the name: how much there is, or that more comes. */
  note: string;
  chatOpen: boolean;
  onChat: () => void;
}) {
  const { filter } = place;
  const [searching, setSearching] = useState(false);
  const sort = SORTS.find((known) => known === filter.sort) ?? 'due';
  return (
    <header className="flex items-center gap-x-2 pb-3">
      <h1 dir="auto" className="min-w-0 truncate text-xl font-semibold tracking-tight">
        {viewTitle(filter)}
      </h1>
      <p
        role="status"
        className={clsx(
          'w-0 min-w-12 flex-1 truncate text-xs text-ink-faint tabular-nums',
          // A phone has no room for it beside a search.
          (searching || filter.query !== '') && 'max-sm:sr-only',
        )}
      >
        {note}
      </p>
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <SearchField
          input={search}
          query={filter.query}
          focused={searching}
          onFocused={setSearching}
          onQuery={(query) => place.show({ query }, 'replace')}
        />
        <Menu
          button={`Sort: ${SORT_LABELS[sort]}`}
          label="Sort by"
          icon={<ArrowDownUp size={17} aria-hidden />}
          load={() => import('./SortItems').then((part) => part.SortItems)}
          items={{ sort, onSort: (chosen) => place.show({ sort: chosen }, 'replace') }}
        />
        {chatOpen ? null : (
          <Button onClick={onChat} title="Show the assistant (C)" className="px-3 max-lg:hidden">
            <Sparkles size={16} aria-hidden className="text-accent-text" />
            Assistant
          </Button>
        )}
      </div>
    </header>
  );
}
