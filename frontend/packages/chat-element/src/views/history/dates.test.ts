import { describe, expect, it } from 'vitest';
import { en } from '../../i18n/en.js';
import { groupByDate } from './dates.js';

const now = new Date(2026, 10, 26, 9, 30);

function thread(id: string, time: Date) {
  return { id, created_at: time.toISOString() };
}

describe('groupByDate', () => {
  it('goes by the days of the person, not by hours', () => {
    const groups = groupByDate(
      [
        thread('now', now),
        thread('early', new Date(2026, 10, 26, 0, 1)),
        thread('late', new Date(2026, 10, 25, 23, 59)),
        thread('week', new Date(2026, 10, 20)),
        thread('old', new Date(2025, 1, 1)),
      ],
      en,
      now,
    );
    expect(groups.map(({ name, threads }) => [name, threads.map(({ id }) => id)])).toEqual([
      ['Today', ['now', 'early']],
      ['Yesterday', ['late']],
      ['Previous 7 days', ['week']],
      ['Earlier', ['old']],
    ]);
  });

  it('takes times without a zone for UTC', () => {
    const [group] = groupByDate(
      [{ id: 'a', created_at: now.toISOString().replace('Z', '') }],
      en,
      now,
    );
    expect(group?.name).toBe('Today');
  });
});
