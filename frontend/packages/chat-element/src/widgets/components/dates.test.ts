import { expect, it } from 'vitest';
import { addDays, addMonths, clampDay, dayOf, firstWeekdayOf, weeksOf, withDay } from './dates.js';

it('reads days out of dates and of dates with a time', () => {
  expect(dayOf('2026-11-21')).toBe('2026-11-21');
  expect(dayOf('2026-11-21T12:00:00')).toBe('2026-11-21');
  expect([dayOf(''), dayOf('soon'), dayOf('2026-13-40')]).toEqual([null, null, null]);
});

it('keeps the time of a value that had one', () => {
  expect(withDay(null, '2026-12-01')).toBe('2026-12-01');
  expect(withDay('2026-11-21', '2026-12-01')).toBe('2026-12-01');
  const moved = withDay('2026-11-21T09:30:00', '2026-12-01');
  expect(new Date(moved).getTime()).toBe(new Date('2026-12-01T09:30:00').getTime());
});

it('counts over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  expect(clampDay('2026-01-01', '2026-02-01', null)).toBe('2026-02-01');
});

it('lays a month out in whole weeks', () => {
  const weeks = weeksOf('2026-11-21', 1);
  expect(weeks[0]?.[0]).toBe('2026-10-26');
  expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
  expect(weeksOf('2026-02-10', 0)).toHaveLength(4);
});

it('begins the week as the locale does, and survives locales that do not exist', () => {
  expect(firstWeekdayOf('en-US')).toBe(0);
  expect(firstWeekdayOf('not a locale')).toBe(1);
});
