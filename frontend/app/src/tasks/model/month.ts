import { addDays, type Day, dayOf, startOf } from './calendar';

/** Returns the month of a day: `2026-11`. */
export function monthOf(day: Day): string {
  return day.slice(0, 7);
}

/** Returns the same date some months on, or the last one of a shorter month. */
export function shiftMonth(day: Day, months: number): Day {
  const date = startOf(day);
  const first = new Date(date.getFullYear(), date.getMonth() + months, 1);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  first.setDate(Math.min(date.getDate(), last));
  return dayOf(first);
}

/** Returns six weeks that hold a month, so that its picture never changes height. */
export function monthDays(month: string, weekday: number): Day[] {
  const first = `${month}-01`;
  const before = (startOf(first).getDay() - weekday + 7) % 7;
  return Array.from({ length: 42 }, (_, at) => addDays(first, at - before));
}

interface WeekInfo {
  firstDay: number;
}

/** Returns the weekday on which weeks begin where the user lives: 0 is Sunday. */
export function firstWeekday(locale = navigator.language): number {
  try {
    const known = new Intl.Locale(locale) as Intl.Locale & {
      weekInfo?: WeekInfo;
      getWeekInfo?: () => WeekInfo;
    };
    const info = known.getWeekInfo?.() ?? known.weekInfo;
    return (info?.firstDay ?? 1) % 7;
  } catch {
    return 1;
  }
}
