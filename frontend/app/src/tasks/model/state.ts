import type { Task, TaskChanges } from './task';

/**
 * What the page knows of the user's tasks, and what it has asked for.
 *
 * News comes on two ways that overtake each other: answers to requests, and the live stream. The rules that keep
 * the list true whatever the order:
 * - a task's version only moves forward;
 * - a deletion takes at least the version after the last one known, so what is not newer came before it;
 * - the stream tells of deletions without a version, but in order: a task that it shows after one is back;
 * - an answer to a request that began before a deletion was heard of proves nothing: the task is asked for again.
 */
export interface TaskState {
  /** What the server has said, and when it was heard. */
  readonly confirmed: ReadonlyMap<number, Heard>;
  /** Tasks that are known to be gone. */
  readonly removed: ReadonlyMap<number, Removed>;
  /** What was asked for and is not answered yet, in order. */
  readonly pending: readonly Mutation[];
  /** Numbers that new tasks got, by the negative ones that they had before. */
  readonly numbered: ReadonlyMap<number, number>;
  /** Tasks about which the news contradict each other: they must be asked for. */
  readonly doubtful: ReadonlySet<number>;
  /** Counts what was heard and asked. */
  readonly sequence: number;
}

export interface Heard {
  readonly task: Task;
  readonly at: number;
}

export interface Removed {
  /** No less than the version that the deletion took. */
  readonly version: number;
  readonly at: number;
  /** Whether the stream told of it, and not only an answer. */
  readonly live: boolean;
}

interface Asked {
  readonly key: string;
  /** The sequence when it was asked. */
  readonly since: number;
}

export interface CreateMutation extends Asked {
  readonly kind: 'create';
  readonly task: Task;
  /** The task in the live stream that is probably this one, heard of before the answer came. */
  readonly echo: number | null;
}

export interface PatchMutation extends Asked {
  readonly kind: 'patch';
  readonly id: number;
  readonly changes: TaskChanges;
}

export interface RemoveMutation extends Asked {
  readonly kind: 'remove';
  readonly id: number;
}

export type Mutation = CreateMutation | PatchMutation | RemoveMutation;

/** A mutation before it is told when it was asked. */
export type NewMutation =
  | { kind: 'create'; key: string; task: Task }
  | { kind: 'patch'; key: string; id: number; changes: TaskChanges }
  | { kind: 'remove'; key: string; id: number };

/** One change from the live stream. */
export type LiveChange = { kind: 'changed'; task: Task } | { kind: 'removed'; id: number };

export type TaskEvent =
  | { kind: 'asked'; mutation: NewMutation }
  | { kind: 'answered'; key: string; tasks: readonly Task[]; removed: readonly number[] }
  | { kind: 'failed'; key: string }
  /** An answer to a request that changed nothing here, or not by a mutation: a page of the list, an undo. */
  | { kind: 'received'; since: number; tasks: readonly Task[]; removed: readonly number[] }
  | { kind: 'live'; changes: readonly LiveChange[] }
  /** The whole list was read since then: what it did not hold is gone. */
  | { kind: 'swept'; since: number; present: ReadonlySet<number> };

export const EMPTY: TaskState = {
  confirmed: new Map(),
  removed: new Map(),
  pending: [],
  numbered: new Map(),
  doubtful: new Set(),
  sequence: 0,
};

/** Returns the state after an event. */
export function reduce(state: TaskState, event: TaskEvent): TaskState {
  const draft = new Draft(state);
  switch (event.kind) {
    case 'asked':
      draft.ask(event.mutation);
      break;
    case 'answered':
      draft.answer(event.key, event.tasks, event.removed);
      break;
    case 'failed':
      draft.fail(event.key);
      break;
    case 'received':
      draft.receive(event.since, event.tasks, event.removed);
      break;
    case 'live':
      for (const change of event.changes) draft.live(change);
      break;
    case 'swept':
      draft.sweep(event.since, event.present);
      break;
  }
  return draft.done();
}

/** Returns the number that a task has by now. */
export function currentId(state: TaskState, id: number): number {
  return state.numbered.get(id) ?? id;
}

/** A state in the making; maps are copied when they first change. */
class Draft {
  private confirmed: Map<number, Heard> | null = null;
  private removed: Map<number, Removed> | null = null;
  private numbered: Map<number, number> | null = null;
  private doubtful: Set<number> | null = null;
  private pending: readonly Mutation[];
  private readonly sequence: number;

  constructor(private readonly before: TaskState) {
    this.pending = before.pending;
    this.sequence = before.sequence + 1;
  }

  done(): TaskState {
    return {
      confirmed: this.confirmed ?? this.before.confirmed,
      removed: this.removed ?? this.before.removed,
      numbered: this.numbered ?? this.before.numbered,
      doubtful: this.doubtful ?? this.before.doubtful,
      pending: this.pending,
      sequence: this.sequence,
    };
  }

  ask(mutation: NewMutation): void {
    const asked =
      mutation.kind === 'create'
        ? { ...mutation, echo: null, since: this.sequence }
        : { ...mutation, since: this.sequence };
    this.pending = [...this.pending, asked];
  }

  answer(key: string, tasks: readonly Task[], removed: readonly number[]): void {
    const mutation = this.take(key);
    if (mutation?.kind === 'create') {
      const made = tasks[0];
      if (made) this.writableNumbered().set(mutation.task.id, made.id);
    }
    this.receive(mutation?.since ?? this.sequence, tasks, removed);
  }

  fail(key: string): void {
    this.take(key);
  }

  receive(since: number, tasks: readonly Task[], removed: readonly number[]): void {
    for (const task of tasks) this.accept(task, since);
    for (const id of removed) this.acceptRemoval(id, since);
  }

  live(change: LiveChange): void {
    if (change.kind === 'removed') {
      this.remove(change.id, true);
      return;
    }
    const { task } = change;
    const gone = this.theRemoved().get(task.id);
    if (gone && !gone.live && task.version <= gone.version) return;
    const isNew = !this.theConfirmed().has(task.id);
    if (gone) this.writableRemoved().delete(task.id);
    if (isNew && !gone) this.noteEcho(task);
    this.store(task);
  }

  sweep(since: number, present: ReadonlySet<number>): void {
    for (const [id, heard] of this.theConfirmed()) {
      if (!present.has(id) && heard.at <= since) this.writableConfirmed().delete(id);
    }
  }

  private accept(task: Task, since: number): void {
    const gone = this.theRemoved().get(task.id);
    if (gone) {
      if (task.version <= gone.version) return;
      if (gone.at > since) {
        this.doubt(task.id);
        return;
      }
      this.writableRemoved().delete(task.id);
    }
    this.store(task);
  }

  private acceptRemoval(id: number, since: number): void {
    const heard = this.theConfirmed().get(id);
    // Heard of after the deletion was asked for: perhaps it was brought back since.
    if (heard && heard.at > since) this.doubt(id);
    else this.remove(id, false);
  }

  private store(task: Task): void {
    const known = this.theConfirmed().get(task.id);
    if (this.theDoubtful().has(task.id)) this.writableDoubtful().delete(task.id);
    // The same version is the same task: it keeps its identity, so that nothing is drawn again.
    if (known && known.task.version >= task.version) return;
    this.writableConfirmed().set(task.id, { task, at: this.sequence });
  }

  private remove(id: number, live: boolean): void {
    const known = this.theConfirmed().get(id);
    const before = this.theRemoved().get(id);
    const version = Math.max((known?.task.version ?? 0) + 1, before?.version ?? 0);
    this.writableRemoved().set(id, {
      version,
      at: this.sequence,
      live: live || before?.live === true,
    });
    if (known) this.writableConfirmed().delete(id);
    if (this.theDoubtful().has(id)) this.writableDoubtful().delete(id);
  }

  private doubt(id: number): void {
    this.writableDoubtful().add(id);
  }

  /** Takes a new task of the stream for one that was just asked for, so that it is not shown twice. */
  private noteEcho(task: Task): void {
    const title = task.title.trim();
    const at = this.pending.findIndex(
      (mutation) =>
        mutation.kind === 'create' &&
        mutation.echo === null &&
        mutation.task.title.trim() === title,
    );
    const mutation = this.pending[at];
    if (mutation?.kind !== 'create') return;
    this.pending = this.pending.with(at, { ...mutation, echo: task.id });
  }

  private take(key: string): Mutation | undefined {
    const mutation = this.pending.find((asked) => asked.key === key);
    if (!mutation) return undefined;
    this.pending = this.pending.filter((asked) => asked !== mutation);
    return mutation;
  }

  private theConfirmed(): ReadonlyMap<number, Heard> {
    return this.confirmed ?? this.before.confirmed;
  }

  private theRemoved(): ReadonlyMap<number, Removed> {
    return this.removed ?? this.before.removed;
  }

  private theDoubtful(): ReadonlySet<number> {
    return this.doubtful ?? this.before.doubtful;
  }

  private writableConfirmed(): Map<number, Heard> {
    this.confirmed ??= new Map(this.before.confirmed);
    return this.confirmed;
  }

  private writableRemoved(): Map<number, Removed> {
    this.removed ??= new Map(this.before.removed);
    return this.removed;
  }

  private writableNumbered(): Map<number, number> {
    this.numbered ??= new Map(this.before.numbered);
    return this.numbered;
  }

  private writableDoubtful(): Set<number> {
    this.doubtful ??= new Set(this.before.doubtful);
    return this.doubtful;
  }
}
