import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '../protocol/items.js';
import { itemsThrough, prependOlder, takeNewest } from './merge-items.js';

function items(...ids: string[]): ThreadItem[] {
  return ids.map((id) => ({ type: 'end_of_turn', id, thread_id: 't', created_at: '' }));
}

const ids = (list: readonly ThreadItem[]) => list.map((item) => item.id).join('');

describe('merging pages', () => {
  it('puts older items first, each once', () => {
    expect(ids(prependOlder(items('c', 'd'), items('a', 'b', 'c')))).toBe('abcd');
  });

  it('takes the newest as the server has them and keeps what is older', () => {
    expect(ids(takeNewest(items('a', 'b', 'c', 'x'), items('b', 'c', 'd')))).toBe('abcd');
  });

  it('starts anew when there is a gap to the items at hand', () => {
    expect(ids(takeNewest(items('a', 'b'), items('m', 'n')))).toBe('mn');
  });

  it('keeps the identity of items that are the same', () => {
    const before = items('a', 'b');
    expect(takeNewest(before, items('a', 'b'))[1]).toBe(before[1]);
  });

  it('cuts after an item', () => {
    expect(ids(itemsThrough(items('a', 'b', 'c'), 'b'))).toBe('ab');
    expect(ids(itemsThrough(items('a', 'b'), 'nobody'))).toBe('ab');
  });
});
