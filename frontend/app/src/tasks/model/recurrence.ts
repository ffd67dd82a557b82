import type { Recurrence } from './task';

const UNITS: Record<string, string> = {
  HOURLY: 'hour',
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
};
const DAYS: Record<string, string> = {
  MO: 'Mon',
  TU: 'Tue',
  WE: 'Wed',
  TH: 'Thu',
  FR: 'Fri',
  SA: 'Sat',
  SU: 'Sun',
};
const WORKDAYS = 'MO,TU,WE,TH,FR';

/** The rules that the page offers; any other is kept as it is. */
export const COMMON_RULES = [
  { rule: 'FREQ=DAILY', label: 'Every day' },
  { rule: `FREQ=WEEKLY;BYDAY=${WORKDAYS}`, label: 'Every weekday' },
  { rule: 'FREQ=WEEKLY', label: 'Every week' },
  { rule: 'FREQ=MONTHLY', label: 'Every month' },
  { rule: 'FREQ=YEARLY', label: 'Every year' },
] as const;

/** Says an RFC 5545 rule in words; a rule that is not understood is only called a repeat. */
export function recurrenceWords(recurrence: Recurrence): string {
  const parts = new Map(
    recurrence.rule.split(';').map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toUpperCase(), value.trim().toUpperCase()] as const;
    }),
  );
  const unit = UNITS[parts.get('FREQ') ?? ''];
  if (unit === undefined) return 'Repeats';
  const interval = Number(parts.get('INTERVAL') ?? '1');
  const days = parts.get('BYDAY');
  let words = interval > 1 ? `Every ${interval} ${unit}s` : `Every ${unit}`;
  if (days === WORKDAYS && interval === 1) words = 'Every weekday';
  else if (days) words += ` on ${days.split(',').map(dayName).join(', ')}`;
  const dates = parts.get('BYMONTHDAY');
  if (dates) words += ` on ${dates.split(',').map(dateName).join(', ')}`;
  const times = parts.get('COUNT');
  if (times) words += `, ${times} times`;
  const until = parts.get('UNTIL')?.match(/^(\d{4})(\d{2})(\d{2})/);
  if (until) words += `, until ${until[1]}-${until[2]}-${until[3]}`;
  return recurrence.basis === 'completion' ? `${words}, counted from when it is done` : words;
}

function dayName(text: string): string {
  const found = text.match(/^([+-]?\d+)?([A-Z]{2})$/);
  const day = DAYS[found?.[2] ?? ''] ?? text;
  const nth = found?.[1];
  if (nth === undefined) return day;
  return Number(nth) === -1 ? `the last ${day}` : `the ${ordinal(Number(nth))} ${day}`;
}

function dateName(text: string): string {
  return Number(text) === -1 ? 'the last day' : `the ${ordinal(Number(text))}`;
}

function ordinal(number: number): string {
  const tens = number % 100;
  if (tens >= 11 && tens <= 13) return `${number}th`;
  return `${number}${['th', 'st', 'nd', 'rd'][number % 10] ?? 'th'}`;
}
