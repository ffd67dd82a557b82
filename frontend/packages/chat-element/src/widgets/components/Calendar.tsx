// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a date grid
// biome-ignore-all lint/a11y/useFocusableInteractive: its cells hold buttons, which take the focus
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { useRuntime } from '../runtime.js';
import {
  addDays,
  addMonths,
  clampDay,
  type Day,
  firstWeekdayOf,
  format,
  fromDay,
  toDay,
  weeksOf,
} from './dates.js';

export interface CalendarProps {
  readonly selected: Day | null;
  readonly min: Day | null;
  readonly max: Day | null;
  readonly label: string;
  readonly onChoose: (day: Day) => void;
}

/** One month as a grid of days, worked by arrow keys as the ARIA pattern for date grids has it. */
export function Calendar({ selected, min, max, label, onChoose }: CalendarProps): JSX.Element {
  const { host, strings } = useRuntime();
  const today = toDay(new Date());
  const [focused, setFocused] = useState(() => clampDay(selected ?? today, min, max));
  const grid = useRef<HTMLTableElement>(null);
  const follows = useRef(true);
  const titleId = useId();
  const firstWeekday = firstWeekdayOf(host.locale);
  const isAllowed = (day: Day) => clampDay(day, min, max) === day;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the day
  useEffect(() => {
    if (follows.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [focused]);

  const move = (day: Day) => {
    follows.current = true;
    setFocused(clampDay(day, min, max));
  };
  const turn = (months: number) => {
    // The focus stays on the arrow, which may be pressed again.
    follows.current = false;
    setFocused(clampDay(addMonths(focused, months), min, max));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayForKey(event, focused, isRightToLeft(grid.current), firstWeekday);
    if (next === null) return;
    event.preventDefault();
    move(next);
  };
  const hasMonth = (months: number) => {
    const day = clampDay(addMonths(focused, months), min, max);
    return day.slice(0, 7) !== focused.slice(0, 7);
  };
  return (
    <div class="ck-w-calendar" role="dialog" aria-label={label}>
      <div class="ck-w-calendar-bar">
        <MonthButton
          label={strings.previousMonth}
          icon="ui:chevron-left"
          isDisabled={!hasMonth(-1)}
          onPress={() => turn(-1)}
        />
        <div id={titleId} class="ck-w-calendar-title" aria-live="polite">
          {format(fromDay(focused), host.locale, { month: 'long', year: 'numeric' })}
        </div>
        <MonthButton
          label={strings.nextMonth}
          icon="ui:chevron-right"
          isDisabled={!hasMonth(1)}
          onPress={() => turn(1)}
        />
      </div>
      <table ref={grid} role="grid" aria-labelledby={titleId} onKeyDown={onKeyDown}>
        <Weekdays firstWeekday={firstWeekday} locale={host.locale} />
        <tbody>
          {weeksOf(focused, firstWeekday).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell" aria-selected={day === selected}>
                  <button
                    type="button"
                    class={dayClass(day, focused, today, selected)}
                    tabIndex={day === focused ? 0 : -1}
                    disabled={!isAllowed(day)}
                    aria-current={day === today ? 'date' : undefined}
                    aria-label={format(fromDay(day), host.locale, { dateStyle: 'full' })}
                    onClick={() => onChoose(day)}
                  >
                    {format(fromDay(day), host.locale, { day: 'numeric' })}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MonthButtonProps {
  readonly label: string;
  readonly icon: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

function MonthButton({ label, icon, isDisabled, onPress }: MonthButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="ck-w-calendar-turn"
      aria-label={label}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Icon name={icon} size={16} />
    </button>
  );
}

function Weekdays({ firstWeekday, locale }: { firstWeekday: number; locale: string }): JSX.Element {
  // 2023-01-01 was a Sunday.
  const days = Array.from({ length: 7 }, (_, index) =>
    fromDay(addDays('2023-01-01', firstWeekday + index)),
  );
  return (
    <thead>
      <tr>
        {days.map((day) => (
          <th key={day.getDay()} scope="col" abbr={format(day, locale, { weekday: 'long' })}>
            {format(day, locale, { weekday: 'short' })}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function dayForKey(
  event: KeyboardEvent,
  day: Day,
  isMirrored: boolean,
  firstWeekday: number,
): Day | null {
  const forward = isMirrored ? -1 : 1;
  const weekday = (fromDay(day).getDay() - firstWeekday + 7) % 7;
  switch (event.key) {
    case 'ArrowRight':
      return addDays(day, forward);
    case 'ArrowLeft':
      return addDays(day, -forward);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'Home':
      return addDays(day, -weekday);
    case 'End':
      return addDays(day, 6 - weekday);
    case 'PageDown':
      return addMonths(day, event.shiftKey ? 12 : 1);
    case 'PageUp':
      return addMonths(day, event.shiftKey ? -12 : -1);
    default:
      return null;
  }
}

function isRightToLeft(element: Element | null): boolean {
  return element !== null && getComputedStyle(element).direction === 'rtl';
}

function dayClass(day: Day, focused: Day, today: Day, selected: Day | null): string {
  const names = [
    'ck-w-day',
    day === selected && 'ck-w-day-selected',
    day === today && 'ck-w-day-today',
    day.slice(0, 7) !== focused.slice(0, 7) && 'ck-w-day-outside',
  ];
  return names.filter(Boolean).join(' ');
}
