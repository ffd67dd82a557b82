import { PRIORITIES, type Task } from './task';

export const SORTS = ['due', 'priority', 'title', 'created', 'updated'] as const;
export type Sort = (typeof SORTS)[number] | 'completed';

export const SORT_LABELS: Record<(typeof SORTS)[number], string> = {
  due: 'Due date',
  priority: 'Priority',
  title: 'Title',
  created: 'Newest first',
  updated: 'Last changed',
};

const RANK = new Map(PRIORITIES.map((priority, rank) => [priority, rank]));
let collator: Intl.Collator | undefined;

/** Made when it is first needed: it takes longer than all else that this file does. */
function titles(): Intl.Collator {
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return collator;
}

/** Moments as numbers, read once for each task: a list is sorted far more often than it changes. */
const dueTimes = new WeakMap<Task, number>();

function dueTime(task: Task): number {
  let time = dueTimes.get(task);
  if (time === undefined) {
    time = task.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(task.dueAt);
    dueTimes.set(task, time);
  }
  return time;
}

const rank = (task: Task) => RANK.get(task.priority) ?? PRIORITIES.length;
const byDue = (left: Task, right: Task) => {
  const [a, b] = [dueTime(left), dueTime(right)];
  return a === b ? 0 : a - b;
};
const byPriority = (left: Task, right: Task) => rank(left) - rank(right);
/** Newest first; tasks without a number are newer than any. */
const byCreation = (left: Task, right: Task) => {
  if (left.id < 0 !== right.id < 0) return left.id < 0 ? -1 : 1;
  return Math.abs(right.id) - Math.abs(left.id);
};
const byText = (text: (task: Task) => string) => (left: Task, right: Task) => {
  const [a, b] = [text(left), text(right)];
  return a < b ? 1 : a > b ? -1 : 0;
};

/** Returns the order of a sort; equal tasks are ordered by what is next of interest. */
export function compareTasks(sort: Sort): (left: Task, right: Task) => number {
  const orders = {
    due: [byDue, byPriority, byCreation],
    priority: [byPriority, byDue, byCreation],
    title: [(left: Task, right: Task) => titles().compare(left.title, right.title), byCreation],
    created: [byCreation],
    updated: [byText((task) => task.updatedAt), byCreation],
    completed: [byText((task) => task.completedAt ?? ''), byCreation],
  }[sort];
  return (left, right) => {
    for (const order of orders) {
      const found = order(left, right);
      if (found !== 0) return found;
    }
    return 0;
  };
}
