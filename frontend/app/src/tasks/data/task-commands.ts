import { type ApiError, asApiError } from '@/api/api-error';
import { effective, isEmpty, taskFromDraft, withChanges } from '../model/changes';
import type { NewMutation } from '../model/state';
import type { Task, TaskChanges, TaskDraft } from '../model/task';
import { ifLeftBefore } from './if-left';
import type { Perseverance } from './perseverance';
import { TaskQueues } from './task-queues';
import type { TaskRequests, Written } from './task-requests';
import type { TaskStore } from './task-store';
import { UndoHistory, type UndoStep } from './undo-history';
import { changeWords, completeWords, removeWords } from './words';

/** Tells the user what became of what they did. */
export interface Notices {
  /** It is done and can be taken back. `quiet` changes are seen where they were made. */
  done(step: UndoStep, quiet: boolean): void;
  /** It is taken back, and cannot be once more. */
  undone(step: UndoStep): void;
  /** It was not done, and what was shown before is shown again. `missed` counts them if there were several. */
  failed(error: ApiError, again: (() => void) | null, missed: Missed | null): void;
  /** Somebody else changed the same meanwhile. */
  conflict(task: Task, overwrite: () => void): void;
}

/** How many of several tasks something was not done to. */
export interface Missed {
  readonly count: number;
  readonly of: number;
}

export interface CommandOptions {
  requests: TaskRequests;
  store: TaskStore;
  perseverance: Perseverance;
  notices: Notices;
  now?: () => Date;
}

/** What the user can do with tasks: shown at once, taken back if the server refuses. */
export class TaskCommands {
  readonly history = new UndoHistory();
  private readonly queues = new TaskQueues();
  private made = 0;
  private asked = 0;
  private reported = Promise.resolve();

  constructor(private readonly options: CommandOptions) {
    options.store.onDoubt((id) => void this.refresh(id));
  }

  /**
   * Adds a task; returns the number that it has until the server gives it one. If the page is left
   * before, such as for a new sign-in, `onUnsaved` can keep what was typed until after it.
   */
  create(draft: TaskDraft, onUnsaved?: () => void): number {
    this.made += 1;
    const id = -this.made;
    const task = taskFromDraft(draft, id, this.now());
    const create = this.mutate({ kind: 'create', key: this.key(), task }, () =>
      this.options.perseverance.create(task),
    );
    create.catch((error: unknown) => {
      if (asApiError(error).failure === 'signed-out') onUnsaved?.();
    });
    if (onUnsaved) ifLeftBefore(create, onUnsaved);
    const words = () => `Added “${task.title}”`;
    this.report([task], [create], words, true, () => void this.create(draft));
    return id;
  }

  /**
   * Changes tasks. With `base`, which is the task as the user saw it when they began to type, a
   * change that somebody else made meanwhile to the same fields is not overwritten unasked.
   */
  change(ids: readonly number[], changes: TaskChanges, base?: Task): void {
    this.changeEach(
      ids.map((id) => ({ id, changes })),
      base,
    );
  }

  /** Changes each task in its own way, as one step that is undone as a whole. */
  changeEach(each: readonly { id: number; changes: TaskChanges }[], base?: Task): void {
    const { store } = this.options;
    const asked = each.flatMap(({ id, changes }) => {
      const task = store.task(id);
      const kept = task ? effective(task, changes) : {};
      return task && !isEmpty(kept) ? [{ task, kept }] : [];
    });
    if (asked.length === 0) return;
    const runs = asked.map(({ task, kept }) =>
      this.mutate({ kind: 'patch', key: this.key(), id: task.id, changes: kept }, () =>
        this.save(task.id, kept, base),
      ),
    );
    const tasks = asked.map(({ task }) => task);
    const changes = new Map(asked.map(({ task, kept }) => [task, kept]));
    const words = (done: readonly Task[]) =>
      changeWords(
        done,
        done.flatMap((task) => changes.get(task) ?? []),
      );
    this.report(tasks, runs, words, asked.length === 1, () => this.changeEach(each, base));
  }

  complete(ids: readonly number[], completed: boolean): void {
    const { store, requests, perseverance } = this.options;
    const tasks = this.shown(ids).filter((task) => task.completed !== completed);
    const runs = tasks.map(({ id }) =>
      this.mutate({ kind: 'patch', key: this.key(), id, changes: { completed } }, () =>
        perseverance.repeat(() => requests.complete(store.idOf(id), completed)),
      ),
    );
    if (runs.length === 0) return;
    const words = (done: readonly Task[]) => completeWords(done, completed);
    this.report(tasks, runs, words, false, () => this.complete(ids, completed));
  }

  remove(ids: readonly number[]): void {
    const { store, requests, perseverance } = this.options;
    const tasks = this.shown(ids);
    const runs = tasks.map(({ id }) =>
      this.mutate({ kind: 'remove', key: this.key(), id }, () =>
        perseverance.repeat(() => requests.remove(store.idOf(id))),
      ),
    );
    if (runs.length === 0) return;
    this.report(tasks, runs, removeWords, false, () => this.remove(ids));
  }

  /** Takes back the last thing that was done, or a certain one. Tells whether there was any. */
  async undo(step?: UndoStep): Promise<boolean> {
    // What is not answered yet is the last thing, too; how it is undone comes with the answer.
    if (!step) await this.reported;
    const taken = this.history.take(step);
    if (!taken) return false;
    const { store, requests, perseverance, notices } = this.options;
    notices.undone(taken);
    // Last first, because a later change stands on an earlier one.
    for (const token of [...taken.tokens].reverse()) {
      try {
        const since = store.sequence;
        const { tasks, removed } = await perseverance.repeat(() => requests.undo(token));
        store.dispatch({ kind: 'received', since, tasks, removed });
      } catch (error) {
        notices.failed(asApiError(error), null, null);
      }
    }
    return true;
  }

  private shown(ids: readonly number[]): Task[] {
    return ids.flatMap((id) => this.options.store.task(id) ?? []);
  }

  /** Shows a change at once, sends it in its turn, and settles it by the answer. */
  private mutate(mutation: NewMutation, send: () => Promise<Written>): Promise<Written> {
    const { store } = this.options;
    const id = mutation.kind === 'create' ? mutation.task.id : store.idOf(mutation.id);
    store.dispatch({ kind: 'asked', mutation });
    return this.queues.run(store.get().keys.get(id) ?? id, async () => {
      try {
        if (mutation.kind !== 'create' && store.idOf(id) < 0) throw NOT_MADE;
        const written = await send();
        const { tasks, removed } = written;
        store.dispatch({ kind: 'answered', key: mutation.key, tasks, removed });
        return written;
      } catch (error) {
        store.dispatch({ kind: 'failed', key: mutation.key });
        if (asApiError(error).failure === 'gone') {
          const since = store.sequence;
          store.dispatch({ kind: 'received', since, tasks: [], removed: [store.idOf(id)] });
        }
        throw error;
      }
    });
  }

  private async save(id: number, changes: TaskChanges, base: Task | undefined): Promise<Written> {
    const { store, requests, perseverance } = this.options;
    const send = (version: number | null) =>
      perseverance.repeat(() => requests.change(store.idOf(id), changes, version));
    if (!base || base.version === 0) return send(null);
    for (let version = base.version; ; ) {
      try {
        return await send(version);
      } catch (error) {
        if (asApiError(error).failure !== 'changed') throw error;
        const current = await this.refresh(store.idOf(id));
        if (!current) throw error;
        if (touches(base, current, changes)) throw new Conflict(current, changes);
        version = current.version;
      }
    }
  }

  /** Tells what became of runs, one for each task, as one step: in `words` for those that were done. */
  private report(
    tasks: readonly Task[],
    runs: readonly Promise<Written>[],
    words: (done: readonly Task[]) => string,
    quiet: boolean,
    again: () => void,
  ): void {
    const told = this.tell(tasks, runs, words, quiet, again);
    this.reported = this.reported.then(() => told);
  }

  private async tell(
    tasks: readonly Task[],
    runs: readonly Promise<Written>[],
    words: (done: readonly Task[]) => string,
    quiet: boolean,
    again: () => void,
  ): Promise<void> {
    const { notices } = this.options;
    const settled = await Promise.allSettled(runs);
    const tokens = settled.flatMap((one) =>
      one.status === 'fulfilled' && one.value.undoToken !== null ? [one.value.undoToken] : [],
    );
    const done = tasks.filter((_, at) => settled[at]?.status === 'fulfilled');
    const step = { words: words(done), tokens };
    this.history.push(step);
    const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    const [failure] = failures;
    if (failure instanceof Conflict) {
      notices.conflict(failure.task, () => this.change([failure.task.id], failure.changes));
    } else if (failure !== undefined && failure !== NOT_MADE) {
      const error = asApiError(failure);
      // What was refused for what it says is refused again.
      const mayHelp = error.failure !== 'invalid' && error.failure !== 'gone';
      const missed = tasks.length > 1 ? { count: failures.length, of: tasks.length } : null;
      notices.failed(error, mayHelp ? again : null, missed);
    }
    if (tokens.length > 0) notices.done(step, quiet);
  }

  private async refresh(id: number): Promise<Task | null> {
    const { store, requests } = this.options;
    const since = store.sequence;
    try {
      const task = await requests.read(id);
      store.dispatch({ kind: 'received', since, tasks: [task], removed: [] });
      return task;
    } catch (error) {
      if (asApiError(error).failure !== 'gone') return null;
      store.dispatch({ kind: 'received', since, tasks: [], removed: [id] });
      return null;
    }
  }

  private now(): Date {
    return this.options.now?.() ?? new Date();
  }

  private key(): string {
    this.asked += 1;
    return String(this.asked);
  }
}

/** Somebody else changed what was being changed. */
class Conflict extends Error {
  constructor(
    readonly task: Task,
    readonly changes: TaskChanges,
  ) {
    super('the task was changed elsewhere');
  }
}

/** A change of a task whose making failed; that failure was told already. */
const NOT_MADE = new Error('the task was not made');

/** Returns whether a change would overwrite what somebody else changed since. */
function touches(base: Task, current: Task, changes: TaskChanges): boolean {
  const before = withChanges(base, changes);
  return (Object.keys(changes) as (keyof TaskChanges)[]).some((field) => {
    const kept = field === 'due' ? (['dueAt', 'allDay'] as const) : ([field] as const);
    const text = (task: Task) => JSON.stringify(kept.map((name) => task[name]));
    return text(base) !== text(current) && text(current) !== text(before);
  });
}
