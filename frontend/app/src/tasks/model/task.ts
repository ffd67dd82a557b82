import type { components } from '@/api/schema';

/** A task as the API sends it. */
export type TaskBody = components['schemas']['TaskBody'];

export const PRIORITIES = ['high', 'medium', 'low', 'none'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How a task repeats, as the API names it. */
export interface Recurrence {
  rule: string;
  basis: string;
}

/** A task as the page knows it: every field is there, so that none can be forgotten. */
export interface Task {
  /** The task's number; negative while it has none yet. */
  id: number;
  title: string;
  description: string | null;
  completed: boolean;
  completedAt: string | null;
  priority: Priority;
  dueAt: string | null;
  allDay: boolean;
  list: string | null;
  tags: readonly string[];
  recurrence: Recurrence | null;
  createdAt: string;
  updatedAt: string;
  version: number;
}

/** When a task is due: a moment, or a whole day (`YYYY-MM-DD`) of the user's zone. */
export type Due = { kind: 'day'; day: string } | { kind: 'moment'; at: string };

/** What may be changed at once; a missing field stays, `null` empties it. */
export interface TaskChanges {
  title?: string;
  description?: string | null;
  completed?: boolean;
  priority?: Priority;
  due?: Due | null;
  list?: string | null;
  tags?: readonly string[];
  recurrence?: Recurrence | null;
}

/** A task to be. */
export interface TaskDraft {
  title: string;
  description?: string | null;
  priority?: Priority;
  due?: Due | null;
  list?: string | null;
  tags?: readonly string[];
  recurrence?: Recurrence | null;
}

/** Reads the API's task. */
export function taskFromBody(body: TaskBody): Task {
  return {
    id: body.id,
    title: body.title,
    description: body.description ?? null,
    completed: body.completed,
    completedAt: body.completed_at ?? null,
    priority: readPriority(body.priority),
    dueAt: body.due_at ?? null,
    allDay: body.all_day,
    list: body.list ?? null,
    tags: body.tags,
    recurrence: body.recurrence
      ? { rule: body.recurrence.rule, basis: body.recurrence.basis ?? 'schedule' }
      : null,
    createdAt: body.created_at,
    updatedAt: body.updated_at,
    version: body.version,
  };
}

function readPriority(text: string): Priority {
  return PRIORITIES.find((known) => known === text) ?? 'none';
}
