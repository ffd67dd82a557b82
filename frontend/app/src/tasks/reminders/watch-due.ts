import type { Task } from '../model/task';

/** How often it is looked; browsers let a page out of sight look once in a minute. */
const STEP_MS = 5_000;
/** After a sleep, what was due longer ago is no news any more: it stands under "Overdue". */
const LONGEST_MS = 3_600_000;

/** Returns the open tasks whose time of day came after one moment, and no later than another. */
export function dueBetween(tasks: Iterable<Task>, from: number, to: number): Task[] {
  return [...tasks].filter(({ completed, allDay, dueAt }) => {
    if (completed || allDay || dueAt === null) return false;
    const due = Date.parse(dueAt);
    return due > from && due <= to;
  });
}

/** Tells of each task when its time comes, until the returned function is called. */
export function watchDue(
  tasks: () => Iterable<Task>,
  remind: (task: Task) => void,
  now: () => number = Date.now,
): () => void {
  let seen = now();
  const look = () => {
    const at = now();
    for (const task of dueBetween(tasks(), Math.max(seen, at - LONGEST_MS), at)) remind(task);
    seen = at;
  };
  const timer = setInterval(look, STEP_MS);
  return () => clearInterval(timer);
}
