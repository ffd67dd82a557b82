import * as chrono from 'chrono-node/en';
import { addDays, dayOf, startOf } from '../model/calendar';
import type { Due } from '../model/task';

/** A date that was found in a text. */
export interface FoundDate {
  start: number;
  end: number;
  due: Due;
}

/** The hours that parts of the day stand for; the assistant's parser has the same. */
const PARTS: [RegExp, number][] = [
  [/\btonight\b/i, 20],
  [/\bmorning\b/i, 9],
  [/\bafternoon\b/i, 12],
  [/\bevening\b/i, 19],
  [/\bnight\b/i, 22],
];

/** Words that are a day or month only when more is said: "sun cream", "may call". */
const UNCERTAIN = /^(?:sun|sat|mar|may|march|now|second|this second)$/i;

/** What never holds a date: quotes, addresses of pages and mail, versions. */
const HIDDEN = /"[^"]*"|“[^”]*”|\bhttps?:\/\/\S+|\S+@\S+\.\S+|\bv?\d+(?:\.\d+)+\b/gi;

/** "on the 15th": the next such day. "the 3rd chapter" is none. */
const DAY_OF_MONTH =
  /(?<=\b(?:on|by|until|due)\s+)the\s+(\d{1,2})(?:st|nd|rd|th)(?=\s*(?:$|[,;.!?#@]|at\b))/i;

const reader = chrono.casual.clone();
reader.parsers.push({
  pattern: () => DAY_OF_MONTH,
  extract: ({ reference }, match) => nextDayOfMonth(reference.instant, Number(match[1])),
});

function nextDayOfMonth(now: Date, day: number) {
  // Every day up to the 31st comes within two months.
  for (let months = 0; months <= 2; months += 1) {
    const at = new Date(now.getFullYear(), now.getMonth() + months, day);
    const isThere = day > 0 && at.getDate() === day;
    if (isThere && dayOf(at) >= dayOf(now)) {
      return { day, month: at.getMonth() + 1, year: at.getFullYear() };
    }
  }
  return null;
}

/** Finds the last date in a text: "Call Ada tomorrow at 5". `taken` holds places that are something else already. */
export function findDate(text: string, now: Date): FoundDate | null {
  const visible = text.replace(HIDDEN, (hidden) => ' '.repeat(hidden.length));
  const results = reader
    .parse(visible, now, { forwardDate: true })
    .filter((result) => !UNCERTAIN.test(result.text.trim()));
  const result = results.at(-1);
  if (!result) return null;
  const at = result.start;
  const words = result.text;
  // Chrono leaves the preposition out: "by friday".
  const before = visible.slice(0, result.index).match(/\b(?:by|on|due|at|until)\s+$/i);
  const start = result.index - (before?.[0].length ?? 0);
  const end = result.index + words.length;
  const day = dayOf(at.date());
  const part = PARTS.find(([pattern]) => pattern.test(words));
  if (!at.isCertain('hour')) {
    if (!part) return { start, end, due: { kind: 'day', day } };
    const today = dayOf(now);
    const onDay = at.isCertain('day') || at.isCertain('weekday') ? day : today;
    return { start, end, due: moment(onDay, part[1], 0) };
  }
  const hour = at.get('hour') ?? 0;
  // "at 5" is in the afternoon, as the assistant takes it; "5 am" and "05:00" are what they say.
  const saysHalf = at.isCertain('meridiem') || /\d:\d\d|\b0\d/.test(words) || part !== undefined;
  const isRelative = /\b(?:in|within|after)\b.*\b(?:min|hour|h\b)/i.test(words);
  if (isRelative) return { start, end, due: { kind: 'moment', at: at.date().toISOString() } };
  const meant = !saysHalf && hour >= 1 && hour <= 7 ? hour + 12 : hour;
  const saysDay = at.isCertain('day') || at.isCertain('weekday');
  let due = moment(saysDay ? day : dayOf(now), meant, at.get('minute') ?? 0);
  if (!saysDay && due.kind === 'moment' && Date.parse(due.at) < now.getTime()) {
    due = moment(addDays(dayOf(now), 1), meant, at.get('minute') ?? 0);
  }
  return { start, end, due };
}

function moment(day: string, hour: number, minute: number): Due {
  const at = startOf(day);
  at.setHours(hour, minute, 0, 0);
  return { kind: 'moment', at: at.toISOString() };
}
