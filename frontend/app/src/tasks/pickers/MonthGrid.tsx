'use client';

import { clsx } from 'clsx';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '@/ui/Button';
import { addDays, type Day, startOf } from '../model/calendar';
import { firstWeekday, monthDays, monthOf, shiftMonth } from '../model/month';

const KEYS: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** A month of days to choose from: arrows move by days and weeks, Page Up and Down by months. */
export function MonthGrid({
  chosen,
  today,
  onChoose,
}: {
  chosen: Day | null;
  today: Day;
  onChoose: (day: Day) => void;
}) {
  const [at, setAt] = useState<Day>(chosen ?? today);
  const grid = useRef<HTMLTableElement>(null);
  const byKey = useRef(false);
  const month = monthOf(at);
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);
  const move = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    const months = event.key === 'PageUp' ? -1 : event.key === 'PageDown' ? 1 : 0;
    if (step === undefined && months === 0) return;
    event.preventDefault();
    byKey.current = true;
    setAt(step === undefined ? shiftMonth(at, months) : addDays(at, step));
  };
  const weekdays = monthDays(month, firstWeekday()).slice(0, 7);
  return (
    <div>
      <div className="flex items-center justify-between pl-2">
        <p aria-live="polite" className="text-sm font-medium">
          {startOf(at).toLocaleDateString(undefined, { month: 'long', year: 'numeric' })}
        </p>
        <div className="flex">
          <IconButton label="Month before" size="size-9" onClick={() => setAt(shiftMonth(at, -1))}>
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <IconButton label="Next month" size="size-9" onClick={() => setAt(shiftMonth(at, 1))}>
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </div>
      </div>
      <table ref={grid} className="w-full table-fixed" onKeyDown={move}>
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col" className="h-7 text-2xs font-normal text-ink-faint">
                <abbr
                  title={startOf(day).toLocaleDateString(undefined, { weekday: 'long' })}
                  className="no-underline"
                >
                  {startOf(day).toLocaleDateString(undefined, { weekday: 'narrow' })}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks(monthDays(month, firstWeekday())).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} className="p-0 text-center">
                  <button
                    type="button"
                    data-day={day}
                    tabIndex={day === at ? 0 : -1}
                    aria-label={startOf(day).toLocaleDateString(undefined, { dateStyle: 'full' })}
                    aria-current={day === today ? 'date' : undefined}
                    aria-pressed={day === chosen}
                    onClick={() => onChoose(day)}
                    className={clsx(
                      'size-9 rounded-full text-xs tabular-nums',
                      day === chosen ? 'bg-accent font-semibold text-accent-ink' : 'hover:bg-hover',
                      day !== chosen && day === today && 'font-semibold text-accent-text',
                      day !== chosen && day !== today && monthOf(day) !== month && 'text-ink-faint',
                    )}
                  >
                    {Number(day.slice(8))}
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

function weeks(days: Day[]): Day[][] {
  const rows: Day[][] = [];
  for (let at = 0; at < days.length; at += 7) rows.push(days.slice(at, at + 7));
  return rows;
}
