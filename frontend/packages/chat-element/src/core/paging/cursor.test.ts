import { describe, expect, it, vi } from 'vitest';
import { afterOf, type Cursor, nextPage, START } from './cursor.js';

const row = (id: string) => ({ id });

describe('nextPage', () => {
  it('follows pages on which all is hidden', async () => {
    const pages = [
      { data: [], has_more: true, after: 'h1' },
      { data: [row('hidden')], has_more: true, after: 'h2' },
      { data: [row('a')], has_more: true, after: 'a' },
    ];
    const fetchPage = vi.fn(async (_: Cursor) => pages.shift() ?? { data: [], has_more: false });
    const { rows, next } = await nextPage(START, fetchPage, ({ id }) => id !== 'hidden');
    expect(rows).toEqual([row('a')]);
    expect(next).toEqual({ type: 'after', id: 'a' });
    expect(fetchPage.mock.calls.map(([cursor]) => afterOf(cursor))).toEqual([
      {},
      { after: 'h1' },
      { after: 'h2' },
    ]);
  });

  it('ends', async () => {
    const page = async () => ({ data: [row('a')], has_more: false });
    const { next } = await nextPage(START, page, () => true);
    expect(next.type).toBe('end');
    expect(await nextPage(next, page, () => true)).toEqual({ rows: [], next });
  });

  it('does not follow empty pages for ever', async () => {
    const fetchPage = vi.fn(async () => ({ data: [], has_more: true, after: 'x' }));
    await nextPage(START, fetchPage, () => true);
    expect(fetchPage.mock.calls.length).toBeLessThan(20);
  });
});
