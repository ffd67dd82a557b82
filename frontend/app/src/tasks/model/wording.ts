import { type Day, dayOf, daysBetween, startOf } from './calendar';
import type { Due } from './task';

/** Formats are made once for each language: making one is slow, and a list shows thousands. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  locale: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale ?? ''}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

/** Says a day as people do: Today, Tomorrow, Friday, 24 Dec, 24 Dec 2027. */
export function dayWords(day: Day, today: Day, locale?: string): string {
  const distance = daysBetween(today, day);
  if (distance === 0) return 'Today';
  if (distance === 1) return 'Tomorrow';
  if (distance === -1) return 'Yesterday';
  const date = startOf(day);
  if (distance > 1 && distance < 7) return format(locale, { weekday: 'long' }).format(date);
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return format(locale, sameYear ? options : { ...options, year: 'numeric' }).format(date);
}

/** Says a day as a heading over its tasks: Tomorrow · Fri 27 Nov, Sunday · 29 Nov, Thu 24 Dec. */
export function dayHeading(day: Day, today: Day, locale?: string): string {
  const words = dayWords(day, today, locale);
  const distance = daysBetween(today, day);
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const isWeekday = distance > 1 && distance < 7;
  const dateWords = format(locale, isWeekday ? date : { weekday: 'short', ...date }).format(
    startOf(day),
  );
  return distance > -2 && distance < 7 ? `${words} · ${dateWords}` : dateWords;
}

/** Says when something is due: Tomorrow 17:00. */
export function dueWords(due: Due, now: Date, locale?: string): string {
  const today = dayOf(now);
  if (due.kind === 'day') return dayWords(due.day, today, locale);
  const at = new Date(due.at);
  const time = format(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
  return `${dayWords(dayOf(at), today, locale)} ${time}`;
}

/** Says a moment in full, for what is read out or shown on hover. */
export function momentWords(iso: string, locale?: string): string {
  return format(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** Says how many. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}
