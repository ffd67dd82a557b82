import type { Task, TaskChanges } from '../model/task';
import { count, dueWords } from '../model/wording';

/** Longest part of a title that a message quotes. */
const MOST_CHARACTERS = 48;

/** Names tasks in a message: the one by its title, several by their number. */
export function nameOf(tasks: readonly Task[]): string {
  const [first] = tasks;
  if (tasks.length !== 1 || !first) return count(tasks.length, 'task');
  const { title } = first;
  const isLong = title.length > MOST_CHARACTERS;
  return `“${isLong ? `${title.slice(0, MOST_CHARACTERS - 1).trimEnd()}…` : title}”`;
}

export function completeWords(tasks: readonly Task[], completed: boolean): string {
  return completed ? `Completed ${nameOf(tasks)}` : `Reopened ${nameOf(tasks)}`;
}

export function removeWords(tasks: readonly Task[]): string {
  return `Deleted ${nameOf(tasks)}`;
}

/** Says what was changed, by the field that says most. */
export function changeWords(tasks: readonly Task[], changes: TaskChanges): string {
  const name = nameOf(tasks);
  if (changes.due === null) return `Took the date off ${name}`;
  if (changes.due !== undefined) return `Moved ${name} to ${dueWords(changes.due, new Date())}`;
  if (changes.list === null) return `Took ${name} off its list`;
  if (changes.list !== undefined) return `Moved ${name} to ${changes.list}`;
  if (changes.priority !== undefined) {
    return changes.priority === 'none'
      ? `Took the priority off ${name}`
      : `Set ${name} to ${changes.priority} priority`;
  }
  return `Changed ${name}`;
}
