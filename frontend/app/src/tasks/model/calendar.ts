import type { Due, Task } from './task';

/** A day of the user's calendar: `2026-11-24`. Days compare as text. */
export type Day = string;

/** Returns the day of the browser's zone in which a moment lies. */
export function dayOf(moment: Date): Day {
  const month = String(moment.getMonth() + 1).padStart(2, '0');
  const date = String(moment.getDate()).padStart(2, '0');
  return `${String(moment.getFullYear()).padStart(4, '0')}-${month}-${date}`;
}

/** Returns the first moment of a day. */
export function startOf(day: Day): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

/** Returns the day that comes `count` days later. Not by adding hours: some days have 23 or 25. */
export function addDays(day: Day, count: number): Day {
  const start = startOf(day);
  start.setDate(start.getDate() + count);
  return dayOf(start);
}

/** Returns how many days lie from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  const noon = (day: Day) => {
    const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
    return Date.UTC(year, month - 1, date);
  };
  return Math.round((noon(to) - noon(from)) / 86_400_000);
}

/** Returns the day of a due date. */
export function dayOfDue(due: Due): Day {
  return due.kind === 'day' ? due.day : dayOf(new Date(due.at));
}

/** Returns the day on which a task is due. */
export function dueDay(task: Task): Day | null {
  return task.dueAt === null ? null : dayOf(new Date(task.dueAt));
}

/** Returns the moment that the API will hold for a due date. */
export function dueMoment(due: Due): { dueAt: string; allDay: boolean } {
  return due.kind === 'day'
    ? { dueAt: startOf(due.day).toISOString(), allDay: true }
    : { dueAt: new Date(due.at).toISOString(), allDay: false };
}

/** Returns a task's due date as it is chosen. */
export function dueOf(task: Pick<Task, 'dueAt' | 'allDay'>): Due | null {
  if (task.dueAt === null) return null;
  return task.allDay
    ? { kind: 'day', day: dayOf(new Date(task.dueAt)) }
    : { kind: 'moment', at: task.dueAt };
}

/** Moves a due date to another day, and keeps its time of day. */
export function onDay(due: Due | null, day: Day): Due {
  if (due?.kind !== 'moment') return { kind: 'day', day };
  const at = new Date(due.at);
  const moved = startOf(day);
  moved.setHours(at.getHours(), at.getMinutes(), 0, 0);
  return { kind: 'moment', at: moved.toISOString() };
}

/** Gives a due date a time of day (`17:00`), or takes it away. */
export function atTime(due: Due, time: string | null): Due {
  const day = dayOfDue(due);
  if (time === null || time === '') return { kind: 'day', day };
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const at = startOf(day);
  at.setHours(hours, minutes, 0, 0);
  return { kind: 'moment', at: at.toISOString() };
}

/** Returns the time of day as an input field takes it: `17:00`. */
export function timeOf(due: Due | null): string {
  if (due?.kind !== 'moment') return '';
  const at = new Date(due.at);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** Returns whether a task should have been done already. */
export function isOverdue(task: Task, now: Date): boolean {
  if (task.completed || task.dueAt === null) return false;
  const due = new Date(task.dueAt);
  return task.allDay ? dayOf(due) < dayOf(now) : due.getTime() < now.getTime();
}
