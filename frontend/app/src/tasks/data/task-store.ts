import { NO_TASKS, project, type TaskList } from '../model/project';
import { currentId, EMPTY, reduce, type TaskEvent, type TaskState } from '../model/state';
import type { Task } from '../model/task';

/** How the list stands as a whole. */
export type Loading =
  | { kind: 'first' }
  /** Some tasks are there, more come. */
  | { kind: 'more' }
  | { kind: 'done' }
  | { kind: 'failed'; message: string };

export interface Snapshot extends TaskList {
  readonly loading: Loading;
}

/** Holds the tasks for whoever shows them. */
export class TaskStore {
  private state: TaskState = EMPTY;
  private snapshot: Snapshot = { ...NO_TASKS, loading: { kind: 'first' } };
  private readonly listeners = new Set<(isUrgent: boolean) => void>();
  private readonly doubts = new Set<(id: number) => void>();

  /** Calls back after each change; not urgent is what was merely read. */
  readonly subscribe = (listener: (isUrgent: boolean) => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = (): Snapshot => this.snapshot;

  /** The count of what was heard and asked by now: an answer proves only what was so at its request. */
  get sequence(): number {
    return this.state.sequence;
  }

  dispatch(event: TaskEvent): void {
    const before = this.state;
    this.state = reduce(before, event);
    if (!looksSame(before, this.state)) {
      const isRead = event.kind === 'received' || event.kind === 'swept';
      this.publish({ ...project(this.state), loading: this.snapshot.loading }, !isRead);
    }
    for (const id of this.state.doubtful) {
      if (before.doubtful.has(id)) continue;
      for (const doubt of this.doubts) doubt(id);
    }
  }

  setLoading(loading: Loading): void {
    this.publish({ ...this.snapshot, loading }, false);
  }

  /** Calls back when a task must be asked for, because the news of it contradict each other. */
  onDoubt(doubt: (id: number) => void): void {
    this.doubts.add(doubt);
  }

  /** Returns a task as it is shown. */
  task(id: number): Task | undefined {
    return this.snapshot.tasks.get(this.idOf(id));
  }

  /** Returns a task as the server last told of it. */
  confirmed(id: number): Task | undefined {
    return this.state.confirmed.get(this.idOf(id))?.task;
  }

  /** Returns the task that the live stream showed in the place of one whose making is unanswered. */
  echoOf(id: number): Task | undefined {
    const create = this.state.pending.find(
      (mutation) => mutation.kind === 'create' && mutation.task.id === id,
    );
    if (create?.kind !== 'create' || create.echo === null) return undefined;
    return this.confirmed(create.echo);
  }

  /** How many changes wait for an answer. */
  get waiting(): number {
    return this.state.pending.length;
  }

  /** Returns the number that a task has by now. */
  idOf(id: number): number {
    return currentId(this.state, id);
  }

  private publish(snapshot: Snapshot, isUrgent: boolean): void {
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener(isUrgent);
  }
}

/** News that change nothing draw nothing: most of what a reconnection brings is known already. */
function looksSame(before: TaskState, after: TaskState): boolean {
  return (
    before.confirmed === after.confirmed &&
    before.pending === after.pending &&
    before.numbered === after.numbered
  );
}
