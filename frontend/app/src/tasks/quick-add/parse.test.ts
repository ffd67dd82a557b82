import { describe, expect, it } from 'vitest';
import { dayOf } from '../model/calendar';
import { type ParseOptions, parseQuickAdd } from './parse';

/** A Thursday, in the middle of the day. */
const NOW = new Date(2026, 10, 26, 12, 0, 0);

function parse(text: string, more: Partial<ParseOptions> = {}) {
  return parseQuickAdd(text, {
    now: NOW,
    lists: ['Shopping', 'Home office'],
    ignored: new Set(),
    ...more,
  });
}

function due(text: string): string | null {
  const found = parse(text).due;
  if (found === null) return null;
  if (found.kind === 'day') return found.day;
  const at = new Date(found.at);
  return `${dayOf(at)} ${at.toTimeString().slice(0, 5)}`;
}

describe('quick add', () => {
  it('reads all tokens and leaves the title', () => {
    const parsed = parse('Buy milk tomorrow at 5 #home !high @shopping');
    expect(parsed).toMatchObject({
      title: 'Buy milk',
      priority: 'high',
      tags: ['home'],
      list: 'Shopping',
    });
    expect(due('Buy milk tomorrow at 5 #home')).toBe('2026-11-27 17:00');
    expect(parsed.tokens.map((token) => token.kind)).toEqual(['date', 'tag', 'priority', 'list']);
  });

  it('knows lists of several words', () => {
    expect(parse('Order a lamp @home office')).toMatchObject({
      title: 'Order a lamp',
      list: 'Home office',
    });
    expect(parse('Order a lamp @Garden')).toMatchObject({ title: 'Order a lamp', list: 'Garden' });
  });

  it.each([
    ['Call Ada today', '2026-11-26'],
    ['Call Ada tomorrow', '2026-11-27'],
    ['Call Ada on friday', '2026-11-27'],
    ['Call Ada by monday', '2026-11-30'],
    ['Call Ada in 3 days', '2026-11-29'],
    ['Call Ada dec 24', '2026-12-24'],
    ['Call Ada on the 30th', '2026-11-30'],
    ['Call Ada by the 1st', '2026-12-01'],
    ['Call Ada on the 3rd at 4pm', '2026-12-03 16:00'],
    ['Call Ada on the 31st', '2026-12-31'],
    ['Call Ada tomorrow morning', '2026-11-27 09:00'],
    ['Call Ada tonight', '2026-11-26 20:00'],
    ['Call Ada at 9am', '2026-11-27 09:00'],
    ['Call Ada at 5', '2026-11-26 17:00'],
    ['Call Ada at 17:30', '2026-11-26 17:30'],
    ['Call Ada friday 8am', '2026-11-27 08:00'],
    ['Call Ada in 2 hours', '2026-11-26 14:00'],
  ])('%s is due %s', (text, day) => {
    expect(due(text)).toBe(day);
    expect(parse(text).title).toBe('Call Ada');
  });

  it.each([
    'Buy sun cream',
    'Watch Sunshine',
    'May call Ada',
    'Read "tomorrow never dies"',
    'Release 2.10.3',
    'Write to mon@friday.com',
    'Open https://example.com/today',
    'Fix issue #12',
    'Read the 3rd chapter',
    'Meet on the 3rd floor',
    'Sing on the 45th',
    'Email a!b and c#d',
  ])('%s is only a title', (text) => {
    const parsed = parse(text);
    expect(parsed.title).toBe(text);
    expect(parsed.tokens).toEqual([]);
  });

  it.each([
    ['Water the plants every day', 'FREQ=DAILY', '2026-11-26'],
    ['Stand-up every weekday at 9', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27 09:00'],
    ['Stand-up every weekday at 14:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-26 14:00'],
    ['Swim every thursday at 9', 'FREQ=WEEKLY;BYDAY=TH', '2026-12-03 09:00'],
    ['Bins every other friday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', '2026-11-27'],
    ['Choir every 2nd friday at 7pm', 'FREQ=MONTHLY;BYDAY=2FR', '2026-12-11 19:00'],
    ['Payroll every last thursday at 9', 'FREQ=MONTHLY;BYDAY=-1TH', '2026-12-31 09:00'],
    ['Pay rent every month on the 1st', 'FREQ=MONTHLY', '2026-12-01'],
    ['Gym every mon, wed and fri', 'FREQ=WEEKLY;BYDAY=MO,WE,FR', '2026-11-27'],
    ['Bins every 2 weeks', 'FREQ=WEEKLY;INTERVAL=2', '2026-11-26'],
    ['Review every monday at 9am', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-30 09:00'],
  ])('%s repeats', (text, rule, day) => {
    expect(parse(text).recurrence?.rule).toBe(rule);
    expect(due(text)).toBe(day);
  });

  it('leaves what the user said is only text', () => {
    const parsed = parse('Plan tomorrow', { ignored: new Set(['tomorrow']) });
    expect(parsed).toMatchObject({ title: 'Plan tomorrow', due: null, tokens: [] });
  });
});
