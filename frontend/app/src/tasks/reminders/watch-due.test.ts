import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Task, taskFromBody } from '../model/task';
import { watchDue } from './watch-due';

const NOON = Date.UTC(2026, 10, 27, 12);

function task(id: number, minutes: number | null, more: Partial<Task> = {}): Task {
  const body = {
    id,
    title: `Task ${id}`,
    completed: false,
    priority: 'none',
    tags: [],
    version: 1,
  };
  const stamps = { created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:00:00Z' };
  const dueAt = minutes === null ? null : new Date(NOON + minutes * 60_000).toISOString();
  return { ...taskFromBody({ ...body, ...stamps, all_day: false } as never), dueAt, ...more };
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

function watch(...tasks: Task[]) {
  const told: number[] = [];
  const stop = watchDue(
    () => tasks,
    ({ id }) => told.push(id),
  );
  return { tasks, told, stop };
}

it('tells of a task once, when its time comes', () => {
  const { told } = watch(task(1, 2), task(2, 10), task(3, null));
  vi.advanceTimersByTime(110_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([1]);
  vi.advanceTimersByTime(600_000);
  expect(told).toEqual([1, 2]);
});

it('is silent about what is done, what has a day only, and what was due before', () => {
  const { told } = watch(
    task(1, 1, { completed: true }),
    task(2, 1, { allDay: true }),
    task(3, -1),
  );
  vi.advanceTimersByTime(300_000);
  expect(told).toEqual([]);
});

it('knows what was put off meanwhile, and what came in', () => {
  const { tasks, told } = watch(task(1, 1));
  tasks[0] = task(1, 5);
  tasks.push(task(2, 2));
  vi.advanceTimersByTime(180_000);
  expect(told).toEqual([2]);
  vi.advanceTimersByTime(180_000);
  expect(told).toEqual([2, 1]);
});

it('catches up after a short sleep, and leaves a long one be', () => {
  const { told } = watch(task(1, 30), task(2, 300));
  vi.setSystemTime(NOON + 40 * 60_000);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([1]);
  vi.setSystemTime(NOON + 10 * 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([1]);
});

it('stops', () => {
  const { told, stop } = watch(task(1, 1));
  stop();
  vi.advanceTimersByTime(300_000);
  expect(told).toEqual([]);
});
