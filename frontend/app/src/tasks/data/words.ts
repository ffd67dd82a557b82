import { dayOf, dayOfDue } from '../model/calendar';
import type { Due, Task, TaskChanges } from '../model/task';
import { count, dayWords, dueWords } from '../model/wording';

/** Longest part of a title that a message quotes. */
const MOST_CHARACTERS = 48;

/** Names tasks in a message: the one by its title, several by their number. */
export function nameOf(tasks: readonly Task[]): string {
  const [first] = tasks;
  if (tasks.length !== 1 || !first) return count(tasks.length, 'task');
  const characters = [...first.title];
  if (characters.length <= MOST_CHARACTERS) return `“${first.title}”`;
  const begin = characters.slice(0, MOST_CHARACTERS - 1).join('');
  return `“${begin.trimEnd()}…”`;
}

export function completeWords(tasks: readonly Task[], completed: boolean): string {
  return completed ? `Completed ${nameOf(tasks)}` : `Reopened ${nameOf(tasks)}`;
}

export function removeWords(tasks: readonly Task[]): string {
  return `Deleted ${nameOf(tasks)}`;
}

/** Says how tasks were changed, each in its own way, by the field that says most. */
export function changeWords(tasks: readonly Task[], each: readonly TaskChanges[]): string {
  const name = nameOf(tasks);
  const [changes = {}] = each;
  if (each.some(({ due }) => due === null)) return `Took the date off ${name}`;
  const dues = each.flatMap(({ due }) => due ?? []);
  if (dues.length > 0) return moveWords(name, dues, new Date());
  if (changes.list === null) return `Took ${name} off its list`;
  if (changes.list !== undefined) return `Moved ${name} to ${changes.list}`;
  if (changes.priority !== undefined) {
    return changes.priority === 'none'
      ? `Took the priority off ${name}`
      : `Set ${name} to ${changes.priority} priority`;
  }
  return `Changed ${name}`;
}

function moveWords(name: string, dues: readonly Due[], now: Date): string {
  const words = new Set(dues.map((due) => dueWords(due, now)));
  if (words.size === 1) return `Moved ${name} to ${[...words][0]}`;
  // Each has kept its time.
  const days = new Set(dues.map((due) => dayWords(dayOfDue(due), dayOf(now))));
  return days.size === 1 ? `Moved ${name} to ${[...days][0]}` : `Changed the dates of ${name}`;
}
