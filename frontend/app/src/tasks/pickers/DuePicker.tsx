'use client';

import { CalendarX2, Clock, Moon, Repeat2, Sun, Sunrise, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from '@/ui/Button';
import { addDays, atTime, dayOf, dayOfDue, dueOf, onDay, startOf, timeOf } from '../model/calendar';
import { COMMON_RULES, recurrenceWords } from '../model/recurrence';
import type { Due, Recurrence, Task, TaskChanges } from '../model/task';
import { dueWords } from '../model/wording';
import { parseQuickAdd } from '../quick-add/parse';
import { MonthGrid } from './MonthGrid';

const NOTHING: ReadonlySet<string> = new Set();
const FIELD =
  'h-10 rounded-md border border-control bg-surface px-2.5 text-sm text-ink hover:border-ink-faint';

/**
 * Chooses when tasks are due: in words, by a tap, from a month, with a time and a repeat. Of several
 * it shows the first; each keeps what is not chosen: its time when a day is, its day when a time is.
 */
export function DuePicker({
  tasks,
  now,
  onChoose,
}: {
  tasks: readonly Task[];
  now: Date;
  /** `close` is false for choices that are seldom the last one. */
  onChoose: (changesOf: (task: Task) => TaskChanges, close: boolean) => void;
}) {
  const [first] = tasks;
  const due = first ? dueOf(first) : null;
  const today = dayOf(now);
  const [text, setText] = useState('');
  const parsed = text.trim() ? parseQuickAdd(text, { now, lists: [], ignored: NOTHING }) : null;
  const submit = () => {
    if (!parsed?.due) return;
    const { due: said, recurrence } = parsed;
    onChoose(() => ({ due: said, ...(recurrence ? { recurrence } : {}) }), true);
  };
  const toDay = (day: string) => onChoose((task) => ({ due: onDay(dueOf(task), day) }), true);
  const dueOrToday = (task: Task): Due => dueOf(task) ?? { kind: 'day', day: today };
  return (
    <div className="w-72 max-w-full">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="border-b border-line"
      >
        <input
          aria-label="Due, in words"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="friday 5pm, every monday"
          className="h-11 w-full bg-transparent px-3.5 text-base outline-none"
        />
        <p aria-live="polite" className="sr-only">
          {parsed ? understood(parsed.due, parsed.recurrence, now) : ''}
        </p>
      </form>
      {parsed ? (
        <div className="p-3.5">
          <p className="text-sm">{understood(parsed.due, parsed.recurrence, now)}</p>
          {parsed.due ? (
            <Button variant="primary" className="mt-3 w-full" onClick={submit}>
              Set it
            </Button>
          ) : null}
        </div>
      ) : (
        <>
          <Quick
            today={today}
            hasDue={due !== null}
            onDay={toDay}
            onNone={() => onChoose(() => ({ due: null }), true)}
          />
          <div className="border-t border-line px-2 pt-1.5 pb-2">
            <MonthGrid
              chosen={due === null ? null : dayOfDue(due)}
              today={today}
              onChoose={toDay}
            />
          </div>
          <div className="grid gap-2 border-t border-line p-3">
            <TimeField
              time={timeOf(due)}
              onChange={(time) =>
                onChoose((task) => ({ due: atTime(dueOrToday(task), time) }), false)
              }
            />
            <RepeatField
              recurrence={first?.recurrence ?? null}
              onChange={(recurrence) =>
                onChoose(
                  // A repeat counts from a date.
                  (task) => ({ recurrence, ...(recurrence ? { due: dueOrToday(task) } : {}) }),
                  false,
                )
              }
            />
          </div>
        </>
      )}
    </div>
  );
}

function understood(due: Due | null, recurrence: Recurrence | null, now: Date): string {
  if (!due) return 'That is not understood. Try “tomorrow”, “dec 24” or “every friday”.';
  const words = dueWords(due, now);
  if (!recurrence) return words;
  const repeat = recurrenceWords(recurrence);
  return `${words}, then ${repeat.charAt(0).toLowerCase()}${repeat.slice(1)}`;
}

function Quick({
  today,
  hasDue,
  onDay,
  onNone,
}: {
  today: string;
  hasDue: boolean;
  onDay: (day: string) => void;
  onNone: () => void;
}) {
  const weekday = startOf(today).getDay();
  const monday = addDays(today, (8 - weekday) % 7 || 7);
  return (
    <div className="grid grid-cols-2 gap-1 p-2">
      <QuickDay icon={<Sun size={16} aria-hidden />} onClick={() => onDay(today)}>
        Today
      </QuickDay>
      <QuickDay icon={<Sunrise size={16} aria-hidden />} onClick={() => onDay(addDays(today, 1))}>
        Tomorrow
      </QuickDay>
      <QuickDay icon={<Moon size={16} aria-hidden />} onClick={() => onDay(monday)}>
        Next Monday
      </QuickDay>
      <QuickDay icon={<CalendarX2 size={16} aria-hidden />} disabled={!hasDue} onClick={onNone}>
        No date
      </QuickDay>
    </div>
  );
}

function QuickDay({
  icon,
  children,
  disabled = false,
  onClick,
}: {
  icon: ReactNode;
  children: ReactNode;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="flex h-10 items-center gap-2 rounded-md px-2 text-sm whitespace-nowrap hover:bg-hover disabled:opacity-50 [&_svg]:text-ink-faint"
    >
      {icon}
      {children}
    </button>
  );
}

function TimeField({ time, onChange }: { time: string; onChange: (time: string | null) => void }) {
  const change = (value: string) => onChange(value || null);
  return (
    <div className="flex items-center gap-2">
      <Clock size={16} aria-hidden className="text-ink-faint" />
      <input
        type="time"
        aria-label="Time of day"
        value={time}
        onChange={(event) => change(event.target.value)}
        className={`${FIELD} flex-1`}
      />
      {time === '' ? null : (
        <IconButton label="All day" onClick={() => change('')}>
          <X size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function RepeatField({
  recurrence,
  onChange,
}: {
  recurrence: Recurrence | null;
  onChange: (recurrence: Recurrence | null) => void;
}) {
  const isOwn = recurrence !== null && !COMMON_RULES.some(({ rule }) => rule === recurrence.rule);
  return (
    <div className="flex items-center gap-2">
      <Repeat2 size={16} aria-hidden className="text-ink-faint" />
      <select
        aria-label="Repeat"
        value={recurrence?.rule ?? ''}
        onChange={(event) => {
          const rule = event.target.value;
          onChange(rule === '' ? null : { rule, basis: recurrence?.basis ?? 'schedule' });
        }}
        className={`${FIELD} min-w-0 flex-1`}
      >
        <option value="">Does not repeat</option>
        {isOwn ? <option value={recurrence.rule}>{recurrenceWords(recurrence)}</option> : null}
        {COMMON_RULES.map(({ rule, label }) => (
          <option key={rule} value={rule}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
