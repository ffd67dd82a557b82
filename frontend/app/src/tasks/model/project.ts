import { withChanges } from './changes';
import { currentId, type TaskState } from './state';
import type { Task } from './task';

/** The list as the user sees it: what the server said, with what was asked for done already. */
export interface TaskList {
  readonly tasks: ReadonlyMap<number, Task>;
  /** What a row is called for as long as it lives, also when its task gets its number. */
  readonly keys: ReadonlyMap<number, number>;
  /** Tasks that wait for an answer. */
  readonly waiting: ReadonlySet<number>;
}

export const NO_TASKS: TaskList = { tasks: new Map(), keys: new Map(), waiting: new Set() };

/** Returns the list that a state shows. */
export function project(state: TaskState): TaskList {
  const tasks = new Map<number, Task>();
  for (const [id, heard] of state.confirmed) tasks.set(id, heard.task);
  const keys = new Map<number, number>();
  for (const [before, id] of state.numbered) keys.set(id, before);
  const waiting = new Set<number>();
  /** Negative numbers of tasks that the stream showed before the answer came. */
  const echoes = new Map<number, number>();
  const resolve = (id: number) => echoes.get(id) ?? currentId(state, id);
  for (const mutation of state.pending) {
    if (mutation.kind === 'create') {
      const echo = mutation.echo !== null && tasks.has(mutation.echo) ? mutation.echo : null;
      if (echo === null) {
        tasks.set(mutation.task.id, mutation.task);
        waiting.add(mutation.task.id);
      } else {
        echoes.set(mutation.task.id, echo);
        keys.set(echo, mutation.task.id);
      }
      continue;
    }
    const id = resolve(mutation.id);
    const task = tasks.get(id);
    if (!task) continue;
    waiting.add(id);
    if (mutation.kind === 'remove') tasks.delete(id);
    else tasks.set(id, withChanges(task, mutation.changes));
  }
  return { tasks, keys, waiting };
}
