import { isHidden, type ThreadItem } from '../protocol/items.js';

/** Puts an older page before the items at hand, without those that are there already. */
export function prependOlder(
  items: readonly ThreadItem[],
  older: readonly ThreadItem[],
): readonly ThreadItem[] {
  const known = new Set(items.map((item) => item.id));
  return [...older.filter((item) => !known.has(item.id) && !isHidden(item)), ...items];
}

/**
 * Takes over the newest items as the server has them. Items before the oldest of these stay,
 * what the server no longer has goes, and unchanged items keep their identity.
 */
export function takeNewest(
  items: readonly ThreadItem[],
  newest: readonly ThreadItem[],
): readonly ThreadItem[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const fresh = newest.filter((item) => !isHidden(item)).map((item) => sameOr(known, item));
  const seam = items.findIndex((item) => item.id === fresh[0]?.id);
  return [...items.slice(0, Math.max(0, seam)), ...fresh];
}

function sameOr(known: ReadonlyMap<string, ThreadItem>, item: ThreadItem): ThreadItem {
  const before = known.get(item.id);
  return before && JSON.stringify(before) === JSON.stringify(item) ? before : item;
}

/** Everything up to and including this item: what a retry after it leaves. */
export function itemsThrough(items: readonly ThreadItem[], id: string): readonly ThreadItem[] {
  const index = items.findLastIndex((item) => item.id === id);
  return index < 0 ? items : items.slice(0, index + 1);
}

/**
 * Where a list begins if it lets go of its oldest items, a chunk at most, until about `most` are
 * left. Only whole turns go, so that no answer loses its question; null if there is nothing to let go.
 */
export function startWithoutOldest(
  items: readonly ThreadItem[],
  { most, chunk }: { readonly most: number; readonly chunk: number },
): string | null {
  const surplus = Math.min(items.length - most, chunk);
  const beginsTurn = (item: ThreadItem, index: number) =>
    index <= surplus && item.type === 'user_message';
  const start = items.findLastIndex(beginsTurn);
  return start > 0 ? (items[start]?.id ?? null) : null;
}

/** This item and all that follow it. */
export function itemsFrom(items: readonly ThreadItem[], id: string): readonly ThreadItem[] {
  const index = items.findIndex((item) => item.id === id);
  return index <= 0 ? items : items.slice(index);
}
