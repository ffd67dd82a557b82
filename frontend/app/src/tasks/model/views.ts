import { addDays, type Day, dayOf, dueDay, isOverdue } from './calendar';
import { matches } from './search';
import { compareTasks, type Sort } from './sort';
import type { Task } from './task';
import { dayHeading } from './wording';

export const VIEWS = ['today', 'upcoming', 'overdue', 'all', 'done'] as const;
export type View = (typeof VIEWS)[number];

export const VIEW_LABELS: Record<View, string> = {
  today: 'Today',
  upcoming: 'Upcoming',
  overdue: 'Overdue',
  all: 'All tasks',
  done: 'Done',
};

/** Which tasks are shown, and in which order. */
export interface Filter {
  view: View;
  list: string | null;
  tag: string | null;
  query: string;
  sort: Sort;
}

export type Row =
  | { kind: 'heading'; key: string; label: string; count: number; tone: 'plain' | 'late' }
  | { kind: 'task'; key: string; task: Task };

export interface Shown {
  rows: Row[];
  /** The tasks among the rows, in order. */
  ids: number[];
}

/** What a list and its headings need to know beside the tasks. */
export interface Now {
  at: Date;
  /** Tasks that were completed a moment ago, and keep their place until that was seen. */
  lingering: ReadonlySet<number>;
  /** The task that is open keeps its place whatever is changed in it. */
  held?: number | null;
}

/** Returns the rows of a view. */
export function show(
  tasks: Iterable<Task>,
  keys: ReadonlyMap<number, number>,
  filter: Filter,
  now: Now,
): Shown {
  const query = filter.query.trim().toLowerCase();
  const chosen: Task[] = [];
  for (const task of tasks) {
    if (task.id === now.held || passes(task, filter, query, now)) chosen.push(task);
  }
  const sort = filter.view === 'done' && filter.sort === 'due' ? 'completed' : filter.sort;
  chosen.sort(compareTasks(sort));
  const rows: Row[] = [];
  const ids: number[] = [];
  const today = dayOf(now.at);
  for (const group of groups(chosen, filter, now, today)) {
    if (group.label !== null) {
      const { label, late } = group;
      const count = group.tasks.length;
      rows.push({
        kind: 'heading',
        key: `h:${label}`,
        label,
        count,
        tone: late ? 'late' : 'plain',
      });
    }
    for (const task of group.tasks) {
      rows.push({ kind: 'task', key: `t:${keys.get(task.id) ?? task.id}`, task });
      ids.push(task.id);
    }
  }
  return { rows, ids };
}

function passes(task: Task, filter: Filter, query: string, now: Now): boolean {
  if (filter.list !== null && task.list !== filter.list) return false;
  if (filter.tag !== null && !task.tags.includes(filter.tag)) return false;
  if (!isIn(filter.view, task, now)) return false;
  return query === '' || matches(task, query);
}

/** How many tasks each view, list and tag holds. */
export interface Counts {
  views: Record<View, number>;
  lists: { name: string; open: number }[];
  tags: { name: string; open: number }[];
}

export function countTasks(tasks: Iterable<Task>, at: Date): Counts {
  const views: Record<View, number> = { today: 0, upcoming: 0, overdue: 0, all: 0, done: 0 };
  const lists = new Map<string, number>();
  const tags = new Map<string, number>();
  const now: Now = { at, lingering: new Set() };
  for (const task of tasks) {
    if (task.completed) views.done += 1;
    else {
      views.all += 1;
      if (isIn('today', task, now)) views.today += 1;
      if (isIn('upcoming', task, now)) views.upcoming += 1;
      if (isIn('overdue', task, now)) views.overdue += 1;
    }
    const open = task.completed ? 0 : 1;
    if (task.list !== null) lists.set(task.list, (lists.get(task.list) ?? 0) + open);
    for (const tag of task.tags) tags.set(tag, (tags.get(tag) ?? 0) + open);
  }
  const named = (map: Map<string, number>) =>
    [...map]
      .map(([name, open]) => ({ name, open }))
      .sort((left, right) => left.name.localeCompare(right.name));
  return { views, lists: named(lists), tags: named(tags) };
}

/** Returns whether a view holds a task. */
export function isIn(view: View, task: Task, now: Now): boolean {
  const isDone = task.completed && !now.lingering.has(task.id);
  if (view === 'done') return task.completed;
  if (view === 'all') return true;
  if (isDone) return false;
  const day = dueDay(task);
  if (day === null) return false;
  const today = dayOf(now.at);
  if (view === 'today') return day <= today;
  if (view === 'upcoming') return day > today;
  return isOverdue({ ...task, completed: false }, now.at);
}

interface Group {
  label: string | null;
  late: boolean;
  tasks: Task[];
}

function groups(tasks: Task[], filter: Filter, now: Now, today: Day): Group[] {
  switch (filter.view) {
    case 'today':
      return split(tasks, (task) => {
        const isBefore = (dueDay(task) ?? today) < today;
        return isBefore
          ? { rank: 0, label: 'Overdue', late: true }
          : { rank: 1, label: 'Today', late: false };
      });
    case 'upcoming': {
      if (filter.sort !== 'due') return [{ label: null, late: false, tasks }];
      const weekEnd = addDays(today, 7);
      return split(tasks, (task) => {
        const day = dueDay(task) ?? today;
        const label = day < weekEnd ? dayHeading(day, today) : monthHeading(day);
        return { rank: 0, label, late: false };
      });
    }
    case 'all': {
      const isDone = (task: Task) => task.completed && !now.lingering.has(task.id);
      return split(tasks, (task) => {
        if (isDone(task)) return { rank: 9, label: 'Done', late: false };
        if (filter.sort !== 'due') return { rank: 0, label: 'Open', late: false };
        const day = dueDay(task);
        if (day === null) return { rank: 4, label: 'No date', late: false };
        if (day < today) return { rank: 1, label: 'Overdue', late: true };
        if (day === today) return { rank: 2, label: 'Today', late: false };
        return { rank: 3, label: 'Later', late: false };
      });
    }
    default:
      return [{ label: null, late: false, tasks }];
  }
}

function monthHeading(day: Day): string {
  const [year = 1970, month = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, 1).toLocaleDateString(undefined, {
    month: 'long',
    year: 'numeric',
  });
}

function split(
  tasks: Task[],
  place: (task: Task) => { rank: number; label: string; late: boolean },
): Group[] {
  const found = new Map<string, Group & { rank: number }>();
  for (const task of tasks) {
    const { rank, label, late } = place(task);
    const group = found.get(label);
    if (group) group.tasks.push(task);
    else found.set(label, { rank, label, late, tasks: [task] });
  }
  // Sorting is stable: groups of one rank stay in the order of their first tasks.
  return [...found.values()].sort((left, right) => left.rank - right.rank);
}
