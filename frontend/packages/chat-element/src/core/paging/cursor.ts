import type { Page } from '../protocol/threads.js';

/** Where the next page begins, or that there is none. */
export type Cursor =
  | { readonly type: 'start' }
  | { readonly type: 'after'; readonly id: string }
  | { readonly type: 'end' };

export const START: Cursor = { type: 'start' };

/** The `after` of a request from here. */
export function afterOf(cursor: Cursor): { readonly after?: string } {
  return cursor.type === 'after' ? { after: cursor.id } : {};
}

/** Servers name the next page by `after`; the id of the last row is what it should be. */
export function cursorFrom(page: Page<{ readonly id: string }>): Cursor {
  const id = page.after ?? page.data.at(-1)?.id;
  return page.has_more && id !== undefined ? { type: 'after', id } : { type: 'end' };
}

/** How many empty pages in a row are followed: servers hide items after paging. */
const MOST_EMPTY_PAGES = 10;

/** Fetches pages from here until one has something to show, or there are no more. */
export async function nextPage<T extends { readonly id: string }>(
  from: Cursor,
  fetchPage: (cursor: Cursor) => Promise<Page<T>>,
  isShown: (row: T) => boolean,
): Promise<{ readonly rows: readonly T[]; readonly next: Cursor }> {
  let next = from;
  for (let empty = 0; next.type !== 'end' && empty < MOST_EMPTY_PAGES; empty += 1) {
    const page = await fetchPage(next);
    next = cursorFrom(page);
    const rows = page.data.filter(isShown);
    if (rows.length > 0) return { rows, next };
  }
  return { rows: [], next };
}
