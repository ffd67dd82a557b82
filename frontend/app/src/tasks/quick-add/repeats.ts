import { addDays, dayOf, startOf } from '../model/calendar';

/** A repeat that was found in a text. */
export interface FoundRepeat {
  start: number;
  end: number;
  rule: string;
  /** The first day on which it falls, from today on. */
  first: string;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const NAME = '(?:sun|mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?s?';
const DAYS = new RegExp(`\\bevery\\s+(${NAME}(?:\\s*(?:,|and|&)\\s*(?:and\\s+)?${NAME})*)\\b`, 'i');
const UNIT = /\bevery\s+(?:(\d{1,2}|other)\s+)?(day|weekday|week|month|year)s?\b/i;
const FREQUENCIES: Record<string, string> = {
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};

/** Finds a repeat: "every day", "every 2 weeks", "every mon, wed and fri". */
export function findRepeat(text: string, now: Date): FoundRepeat | null {
  const today = dayOf(now);
  const days = text.match(DAYS);
  if (days?.[1]) {
    const numbers = [...new Set(days[1].match(new RegExp(NAME, 'gi'))?.map(weekdayNumber))];
    const rule = `FREQ=WEEKLY;BYDAY=${numbers.map((number) => CODES[number]).join(',')}`;
    return { ...span(days), rule, first: firstOn(numbers, today) };
  }
  const unit = text.match(UNIT);
  const name = unit?.[2]?.toLowerCase();
  if (!unit || name === undefined) return null;
  if (name === 'weekday') {
    const first = firstOn([1, 2, 3, 4, 5], today);
    return { ...span(unit), rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', first };
  }
  const times = unit[1]?.toLowerCase() === 'other' ? 2 : Number(unit[1] ?? 1);
  if (times < 1) return null;
  const interval = times > 1 ? `;INTERVAL=${times}` : '';
  return { ...span(unit), rule: `FREQ=${FREQUENCIES[name]}${interval}`, first: today };
}

function span(match: RegExpMatchArray): { start: number; end: number } {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

function weekdayNumber(name: string): number {
  return WEEKDAYS.findIndex((day) => day.startsWith(name.slice(0, 3).toLowerCase()));
}

function firstOn(weekdays: number[], today: string): string {
  for (let count = 0; count < 7; count += 1) {
    const day = addDays(today, count);
    if (weekdays.includes(startOf(day).getDay())) return day;
  }
  return today;
}
