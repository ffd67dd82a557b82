import { describe, expect, it } from 'vitest';
import { recurrenceWords } from './recurrence';
import { dayHeading, dayWords, dueWords } from './wording';

const TODAY = '2026-11-26';
const say = (rule: string, basis = 'schedule') => recurrenceWords({ rule, basis });

describe('words for days', () => {
  it.each([
    ['2026-11-26', 'Today'],
    ['2026-11-27', 'Tomorrow'],
    ['2026-11-25', 'Yesterday'],
    ['2026-11-29', 'Sunday'],
    ['2026-12-03', 'Dec 3'],
    ['2026-11-20', 'Nov 20'],
    ['2027-01-02', 'Jan 2, 2027'],
  ])('%s is %s', (day, words) => {
    expect(dayWords(day, TODAY, 'en-US')).toBe(words);
  });

  it('are the same over the change of the clocks', () => {
    expect(dayWords('2026-10-26', '2026-10-25', 'en-US')).toBe('Tomorrow');
    expect(dayWords('2026-03-30', '2026-03-29', 'en-US')).toBe('Tomorrow');
  });

  it('say the date as well in a heading', () => {
    expect(dayHeading('2026-11-27', TODAY, 'en-US')).toBe('Tomorrow · Fri, Nov 27');
    expect(dayHeading('2026-11-29', TODAY, 'en-US')).toBe('Sunday · Nov 29');
    expect(dayHeading('2026-12-24', TODAY, 'en-US')).toBe('Thu, Dec 24');
  });

  it('say the time only where there is one', () => {
    const now = new Date(2026, 10, 26, 12);
    const at = new Date(2026, 10, 27, 17, 5).toISOString();
    expect(dueWords({ kind: 'moment', at }, now, 'en-GB')).toBe('Tomorrow 17:05');
    expect(dueWords({ kind: 'day', day: TODAY }, now, 'en-GB')).toBe('Today');
  });
});

describe('words for repeats', () => {
  it.each([
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=WEEKLY;INTERVAL=2', 'Every 2 weeks'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday'],
    ['FREQ=WEEKLY;BYDAY=MO,WE', 'Every week on Mon, Wed'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'Every month on the last Fri'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,22', 'Every month on the 1st, the 22nd'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day'],
    ['FREQ=YEARLY;COUNT=3', 'Every year, 3 times'],
    ['FREQ=DAILY;UNTIL=20261231T000000Z', 'Every day, until 2026-12-31'],
    ['FREQ=SECONDLY', 'Repeats'],
    ['nonsense', 'Repeats'],
  ])('%s is %s', (rule, words) => {
    expect(say(rule)).toBe(words);
  });

  it('say what they are counted from', () => {
    expect(say('FREQ=WEEKLY', 'completion')).toBe('Every week, counted from when it is done');
  });
});
