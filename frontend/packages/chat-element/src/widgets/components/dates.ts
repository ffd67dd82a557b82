/** A day of the calendar as `YYYY-MM-DD`; such texts sort like the days they name. */
export type Day = string;

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** The day that an ISO date names, or the local day of an ISO date and time. */
export function dayOf(value: string): Day | null {
  if (DAY_ONLY.test(value)) return Number.isNaN(Date.parse(value)) ? null : value;
  const moment = new Date(value);
  return value === '' || Number.isNaN(moment.getTime()) ? null : toDay(moment);
}

/** Puts a day into a value: a value that had a time keeps its time, any other becomes the day itself. */
export function withDay(value: string | null, day: Day): string {
  if (value === null || DAY_ONLY.test(value)) return day;
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return day;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  moment.setFullYear(year, month - 1, date);
  return moment.toISOString();
}

export function toDay(date: Date): Day {
  const year = String(date.getFullYear()).padStart(4, '0');
  const month = String(date.getMonth() + 1).padStart(2, '0');
  return `${year}-${month}-${String(date.getDate()).padStart(2, '0')}`;
}

/** Noon, so that no change of the clock moves it into another day. */
export function fromDay(day: Day): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12);
}

export function addDays(day: Day, count: number): Day {
  const date = fromDay(day);
  date.setDate(date.getDate() + count);
  return toDay(date);
}

/** The same date in another month, or the last day of that month. */
export function addMonths(day: Day, count: number): Day {
  const date = fromDay(day);
  const wanted = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() + count);
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  date.setDate(Math.min(wanted, last));
  return toDay(date);
}

export function clampDay(day: Day, min: Day | null, max: Day | null): Day {
  if (min !== null && day < min) return min;
  if (max !== null && day > max) return max;
  return day;
}

/** The weeks of the month of `day`, as whole weeks. */
export function weeksOf(day: Day, firstWeekday: number): readonly (readonly Day[])[] {
  const first = fromDay(`${day.slice(0, 7)}-01`);
  const lead = (first.getDay() - firstWeekday + 7) % 7;
  const start = addDays(toDay(first), -lead);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  const weeks = Math.ceil((lead + last) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, weekday) => addDays(start, week * 7 + weekday)),
  );
}

export function formatDay(day: Day, locale: string): string {
  return format(fromDay(day), locale, { dateStyle: 'medium' });
}

/** Formats for a locale; one that the browser does not know becomes English. */
export function format(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat(locale, options).format(date);
  } catch {
    return new Intl.DateTimeFormat('en', options).format(date);
  }
}

/** The day a week begins with: 0 is Sunday. */
export function firstWeekdayOf(locale: string): number {
  try {
    const info = new Intl.Locale(locale) as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number };
      weekInfo?: { firstDay: number };
    };
    return ((info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1) % 7;
  } catch {
    return 1;
  }
}
