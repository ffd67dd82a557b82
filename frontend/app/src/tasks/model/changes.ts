import { dueMoment } from './calendar';
import type { Task, TaskChanges, TaskDraft } from './task';

/** Returns the task as it will be, in the guess that the server does what it is asked. */
export function withChanges(task: Task, changes: TaskChanges): Task {
  const next: Task = { ...task };
  if (changes.title !== undefined) next.title = changes.title;
  if (changes.description !== undefined) next.description = changes.description;
  if (changes.priority !== undefined) next.priority = changes.priority;
  if (changes.list !== undefined) next.list = changes.list;
  if (changes.tags !== undefined) next.tags = changes.tags;
  if (changes.recurrence !== undefined) next.recurrence = changes.recurrence;
  if (changes.due !== undefined) {
    const due = changes.due === null ? { dueAt: null, allDay: false } : dueMoment(changes.due);
    next.dueAt = due.dueAt;
    next.allDay = due.allDay;
    if (changes.due === null) next.recurrence = null;
  }
  if (changes.completed !== undefined && changes.completed !== task.completed) {
    next.completed = changes.completed;
    next.completedAt = changes.completed ? new Date().toISOString() : null;
  }
  return next;
}

/** Returns the task that a draft will become; `id` is negative until the server gives it a number. */
export function taskFromDraft(draft: TaskDraft, id: number, now: Date): Task {
  const at = now.toISOString();
  const empty: Task = {
    id,
    title: draft.title,
    description: null,
    completed: false,
    completedAt: null,
    priority: 'none',
    dueAt: null,
    allDay: false,
    list: null,
    tags: [],
    recurrence: null,
    createdAt: at,
    updatedAt: at,
    version: 0,
  };
  return withChanges(empty, draft);
}

/** Returns which of the changes would make a difference. */
export function effective(task: Task, changes: TaskChanges): TaskChanges {
  const after = withChanges(task, changes);
  const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
  const kept: TaskChanges = {};
  if (changes.title !== undefined && after.title !== task.title) kept.title = changes.title;
  if (changes.description !== undefined && (after.description ?? '') !== (task.description ?? ''))
    kept.description = changes.description;
  if (changes.completed !== undefined && after.completed !== task.completed)
    kept.completed = changes.completed;
  if (changes.priority !== undefined && after.priority !== task.priority)
    kept.priority = changes.priority;
  if (changes.list !== undefined && after.list !== task.list) kept.list = changes.list;
  if (changes.tags !== undefined && !same(after.tags, task.tags)) kept.tags = changes.tags;
  if (changes.recurrence !== undefined && !same(after.recurrence, task.recurrence))
    kept.recurrence = changes.recurrence;
  const moved =
    after.allDay !== task.allDay ||
    (after.dueAt === null ? null : Date.parse(after.dueAt)) !==
      (task.dueAt === null ? null : Date.parse(task.dueAt));
  if (changes.due !== undefined && moved) kept.due = changes.due;
  return kept;
}

/** Returns whether there is anything to change. */
export function isEmpty(changes: TaskChanges): boolean {
  return Object.keys(changes).length === 0;
}
