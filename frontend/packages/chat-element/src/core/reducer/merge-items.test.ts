import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '../protocol/items.js';
import {
  itemsFrom,
  itemsThrough,
  prependOlder,
  startWithoutOldest,
  takeNewest,
} from './merge-items.js';

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

  it('cuts before an item', () => {
    expect(ids(itemsFrom(items('a', 'b', 'c'), 'b'))).toBe('bc');
    expect(ids(itemsFrom(items('a', 'b'), 'nobody'))).toBe('ab');
  });
});

describe('letting go of the oldest items', () => {
  /** Capitals are what the person said. */
  const thread = (letters: string): ThreadItem[] =>
    [...letters].map((id) =>
      id === id.toUpperCase()
        ? ({ ...items(id)[0], type: 'user_message' } as ThreadItem)
        : ({ ...items(id)[0], type: 'assistant_message' } as ThreadItem),
    );
  const start = (letters: string, most: number, chunk = 100) =>
    startWithoutOldest(thread(letters), { most, chunk });

  it.each([
    ['keeps as many as it may', 'AaBbCcDd', 4, 'C'],
    ['never cuts a turn', 'AabcdBbCc', 3, 'B'],
    ['keeps a turn that is too long', 'Aabcdefgh', 3, null],
    ['keeps everything that fits', 'AaBb', 4, null],
  ])('%s', (_, letters, most, expected) => {
    expect(start(letters, most)).toBe(expected);
  });

  it('goes a part at a time', () => {
    expect(start('AaBbCcDdEe', 2, 4)).toBe('C');
  });
});
