import type { Task } from './task';

/** What is searched in, made once for each task. */
const texts = new WeakMap<Task, string>();

function textOf(task: Task): string {
  let text = texts.get(task);
  if (text === undefined) {
    const parts = [task.title, task.description, task.list, ...task.tags.map((tag) => `#${tag}`)];
    text = parts
      .filter((part) => part !== null)
      .join('\n')
      .toLowerCase();
    texts.set(task, text);
  }
  return text;
}

/** Returns whether a task holds every word of a lower-case query, or is the task of that number. */
export function matches(task: Task, query: string): boolean {
  const number = query.match(/^(?:task\s+|#)?(\d+)$/)?.[1];
  if (number !== undefined && Number(number) === task.id) return true;
  const text = textOf(task);
  return query.split(/\s+/).every((word) => text.includes(word));
}

/** Returns the tasks that match best: titles that begin so, then titles, then the rest; open ones first. */
export function find(tasks: Iterable<Task>, text: string, most: number): Task[] {
  const query = text.trim().toLowerCase();
  const found: { task: Task; rank: number }[] = [];
  for (const task of tasks) {
    if (query !== '' && !matches(task, query)) continue;
    const title = task.title.toLowerCase();
    const place = title.startsWith(query) ? 0 : title.includes(query) ? 1 : 2;
    found.push({ task, rank: place + (task.completed ? 10 : 0) });
  }
  found.sort((left, right) => left.rank - right.rank || right.task.id - left.task.id);
  return found.slice(0, most).map(({ task }) => task);
}
