import { addDays, type Day, startOf } from '../model/calendar';

/** A repeat that was found in a text. */
export interface FoundRepeat {
  start: number;
  end: number;
  rule: string;
  /** The first day on which it falls, from a day on. */
  first: (from: Day) => Day;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const CODES = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const NAME = '(?:sun|mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?s?';
const DAYS = new RegExp(`\\bevery\\s+(${NAME}(?:\\s*(?:,|and|&)\\s*(?:and\\s+)?${NAME})*)\\b`, 'i');
const NTH = new RegExp(
  `\\bevery\\s+(other|last|first|second|third|fourth|1st|2nd|3rd|4th)\\s+(${NAME})\\b`,
  'i',
);
const ORDINALS: Record<string, number> = {
  last: -1,
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
};
const UNIT = /\bevery\s+(?:(\d{1,2}|other)\s+)?(day|weekday|week|month|year)s?\b/i;
const FREQUENCIES: Record<string, string> = {
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};

/** Finds a repeat: "every day", "every 2 weeks", "every mon, wed and fri", "every 3rd friday". */
export function findRepeat(text: string): FoundRepeat | null {
  const days = text.match(DAYS);
  if (days?.[1]) {
    const numbers = [...new Set(days[1].match(new RegExp(NAME, 'gi'))?.map(weekdayNumber))];
    const rule = `FREQ=WEEKLY;BYDAY=${numbers.map((number) => CODES[number]).join(',')}`;
    return { ...span(days), rule, first: firstOn(numbers) };
  }
  const nth = text.match(NTH);
  if (nth?.[1] && nth[2]) {
    return { ...span(nth), ...nthWeekday(nth[1].toLowerCase(), weekdayNumber(nth[2])) };
  }
  const unit = text.match(UNIT);
  const name = unit?.[2]?.toLowerCase();
  if (!unit || name === undefined) return null;
  if (name === 'weekday') {
    const first = firstOn([1, 2, 3, 4, 5]);
    return { ...span(unit), rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', first };
  }
  const times = unit[1]?.toLowerCase() === 'other' ? 2 : Number(unit[1] ?? 1);
  if (times < 1) return null;
  const interval = times > 1 ? `;INTERVAL=${times}` : '';
  return { ...span(unit), rule: `FREQ=${FREQUENCIES[name]}${interval}`, first: (from) => from };
}

function span(match: RegExpMatchArray): { start: number; end: number } {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

function weekdayNumber(name: string): number {
  return WEEKDAYS.findIndex((day) => day.startsWith(name.slice(0, 3).toLowerCase()));
}

/** "Every other friday", or one friday of each month. */
function nthWeekday(which: string, weekday: number): Pick<FoundRepeat, 'rule' | 'first'> {
  const nth = ORDINALS[which];
  if (nth === undefined) {
    return {
      rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${CODES[weekday]}`,
      first: firstOn([weekday]),
    };
  }
  return { rule: `FREQ=MONTHLY;BYDAY=${nth}${CODES[weekday]}`, first: firstNth(nth, weekday) };
}

function firstNth(nth: number, weekday: number): (from: Day) => Day {
  // The last one is in the last seven days of its month: seven days later is another month.
  const isIt = (day: Day) => {
    if (startOf(day).getDay() !== weekday) return false;
    if (nth < 0) return addDays(day, 7).slice(0, 7) !== day.slice(0, 7);
    return Math.ceil(Number(day.slice(8)) / 7) === nth;
  };
  return (from) => {
    let day = from;
    while (!isIt(day)) day = addDays(day, 1);
    return day;
  };
}

function firstOn(weekdays: number[]): (from: Day) => Day {
  return (from) => {
    for (let count = 0; count < 7; count += 1) {
      const day = addDays(from, count);
      if (weekdays.includes(startOf(day).getDay())) return day;
    }
    return from;
  };
}
