import { describe, expect, it } from 'vitest';
import { firstWeekday, monthDays, shiftMonth } from './month';

describe('a month to choose from', () => {
  it('is six whole weeks that begin on the given weekday', () => {
    const days = monthDays('2026-11', 1);
    expect(days).toHaveLength(42);
    expect(days[0]).toBe('2026-10-26');
    expect(days.at(-1)).toBe('2026-12-06');
    expect(monthDays('2026-11', 0)[0]).toBe('2026-11-01');
  });

  it('moves to the last date of a shorter month', () => {
    expect(shiftMonth('2027-01-31', 1)).toBe('2027-02-28');
    expect(shiftMonth('2026-12-24', 1)).toBe('2027-01-24');
    expect(shiftMonth('2026-03-31', -1)).toBe('2026-02-28');
  });

  it('begins weeks as the locale does', () => {
    expect(firstWeekday('en-US')).toBe(0);
    expect(firstWeekday('de-DE')).toBe(1);
    expect(firstWeekday('no such locale!')).toBe(1);
  });
});
