import { find } from '@/tasks/model/search';
import type { Task } from '@/tasks/model/task';

/** How the server knows that a tag is a task. */
const PREFIX = 'task:';
const MOST_FOUND = 8;
/** Longest title of a tag: in a sentence it only has to be recognised. */
const LONGEST_TITLE = 60;

export interface TaskEntity {
  id: string;
  title: string;
  group: string;
  interactive: boolean;
  data: Record<string, string>;
}

/** Returns a task as the chat mentions it. */
export function entityOf(task: Task): TaskEntity {
  const letters = [...task.title];
  const title =
    letters.length > LONGEST_TITLE
      ? `${letters.slice(0, LONGEST_TITLE - 1).join('')}…`
      : task.title;
  return { id: `${PREFIX}${task.id}`, title, group: 'Tasks', interactive: true, data: {} };
}

/** Finds what may be mentioned as `@…`. */
export function searchEntities(tasks: Iterable<Task>, query: string): TaskEntity[] {
  return find(tasks, query, MOST_FOUND)
    .filter(({ id }) => id > 0)
    .map(entityOf);
}

/** Returns the number of the task that a tag names. */
export function taskIdOf(entityId: string): number | null {
  const id = Number(entityId.startsWith(PREFIX) ? entityId.slice(PREFIX.length) : Number.NaN);
  return Number.isInteger(id) && id > 0 ? id : null;
}
