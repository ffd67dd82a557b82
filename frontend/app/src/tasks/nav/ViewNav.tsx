'use client';

import { clsx } from 'clsx';
import { Folder, Hash } from 'lucide-react';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Loading } from '../data/task-store';
import { type Counts, type Filter, VIEW_LABELS, type View } from '../model/views';
import type { Navigation } from '../view/use-place';
import { placeOf, placeUrl } from '../view/view-url';
import { VIEW_ICONS, VIEW_ORDER } from './icons';

const NAMED = { list: Folder, tag: Hash } as const;

export interface ViewNavProps {
  place: Navigation;
  counts: Counts;
  /** Counts are shown when they begin to be known, names when all are: they would push each other around. */
  loading: Loading;
}

/** The views, lists and tags with how much is in them, as a column beside the list. */
export function ViewNav({ place, counts, loading }: ViewNavProps) {
  const ready = loading.kind !== 'first';
  const { filter } = place;
  return (
    <nav
      aria-label="Views"
      className="hidden w-56 shrink-0 flex-col overflow-y-auto border-r border-line px-3 py-4 lg:flex"
    >
      <ul className="grid gap-0.5">
        {VIEW_ORDER.map((view) => (
          <li key={view}>
            <ViewLink place={place} part={{ view }} here={isView(filter, view)}>
              <ViewName view={view} count={ready ? counts.views[view] : null} />
            </ViewLink>
          </li>
        ))}
      </ul>
      {loading.kind === 'done' ? (
        <>
          <Named title="Lists" kind="list" place={place} items={counts.lists} />
          <Named title="Tags" kind="tag" place={place} items={counts.tags} />
        </>
      ) : null}
    </nav>
  );
}

/** The same as one line above the list, where there is no room beside it. */
export function ViewTabs({ place, counts, loading }: ViewNavProps) {
  const ready = loading.kind !== 'first';
  const { filter } = place;
  const line = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is the present one, or has come.
  useEffect(() => showPresent(line.current), [filter.view, filter.list, filter.tag, loading.kind]);
  return (
    <nav
      ref={line}
      aria-label="Views"
      className="-mx-4 mb-2 overflow-x-auto px-4 [scrollbar-width:none] lg:hidden"
    >
      <ul className="flex w-max gap-1 py-1">
        {VIEW_ORDER.map((view) => (
          <li key={view}>
            <ViewLink place={place} part={{ view }} here={isView(filter, view)} pill>
              <span>{VIEW_LABELS[view]}</span>
              {/* Nothing is pushed aside by a count that comes later; none leaves no gap. */}
              <span className={loading.kind === 'done' ? 'empty:hidden' : 'min-w-[2ch]'}>
                <Count number={ready ? counts.views[view] : null} late={view === 'overdue'} />
              </span>
            </ViewLink>
          </li>
        ))}
        {(['list', 'tag'] as const).flatMap((kind) =>
          (loading.kind === 'done' ? counts[`${kind}s`] : []).map(({ name }) => {
            const Icon = NAMED[kind];
            return (
              <li key={`${kind} ${name}`}>
                <ViewLink place={place} part={{ [kind]: name }} here={filter[kind] === name} pill>
                  <Icon size={14} aria-hidden />
                  <span className="max-w-40 truncate">{name}</span>
                </ViewLink>
              </li>
            );
          }),
        )}
      </ul>
    </nav>
  );
}

/** Scrolls the line, and nothing else, so far that one sees where one is. */
function showPresent(line: HTMLElement | null): void {
  const present = line?.querySelector('[aria-current]');
  if (!line || !present) return;
  const [outer, inner] = [line.getBoundingClientRect(), present.getBoundingClientRect()];
  if (inner.left >= outer.left && inner.right <= outer.right) return;
  line.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}

function Named({
  title,
  kind,
  place,
  items,
}: {
  title: string;
  kind: 'list' | 'tag';
  place: Navigation;
  items: readonly { name: string; open: number }[];
}) {
  if (items.length === 0) return null;
  const Icon = NAMED[kind];
  return (
    <section aria-label={title} className="mt-6">
      <h2 className="px-2.5 pb-1 text-2xs font-semibold text-ink-faint">{title}</h2>
      <ul className="grid gap-0.5">
        {items.map(({ name, open }) => (
          <li key={name}>
            <ViewLink place={place} part={{ [kind]: name }} here={place.filter[kind] === name}>
              <Icon size={16} aria-hidden className="shrink-0" />
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {name}
              </span>
              <Count number={open} />
            </ViewLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ViewName({ view, count }: { view: View; count: number | null }) {
  const Icon = VIEW_ICONS[view];
  return (
    <>
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className="flex-1">{VIEW_LABELS[view]}</span>
      <Count number={count} late={view === 'overdue'} />
    </>
  );
}

function Count({ number, late = false }: { number: number | null; late?: boolean }) {
  if (!number) return null;
  return (
    <span className={clsx('text-xs tabular-nums', late ? 'text-danger-text' : 'text-ink-faint')}>
      {number.toLocaleString()}
    </span>
  );
}

function ViewLink({
  place,
  part,
  here,
  pill = false,
  children,
}: {
  place: Navigation;
  part: Partial<Filter>;
  here: boolean;
  pill?: boolean;
  children: ReactNode;
}) {
  const to = placeOf(part, place.filter.sort);
  const follow = (event: MouseEvent) => {
    // New tabs and windows are the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    place.go(to);
  };
  return (
    <a
      href={placeUrl(to)}
      onClick={follow}
      aria-current={here ? 'page' : undefined}
      className={clsx(
        'flex items-center text-sm transition-colors duration-100',
        pill ? 'h-9 gap-1.5 rounded-full border px-3.5' : 'h-9 gap-2.5 rounded-md px-2.5',
        here && 'bg-accent-soft font-medium text-accent-text',
        pill && (here ? 'border-accent-line' : 'border-line bg-surface'),
        !here && 'text-ink-soft hover:bg-hover hover:text-ink',
      )}
    >
      {children}
    </a>
  );
}

function isView(filter: Filter, view: View): boolean {
  return filter.view === view && filter.list === null && filter.tag === null;
}
