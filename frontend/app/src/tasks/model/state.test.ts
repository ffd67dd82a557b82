import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskFromDraft } from './changes';
import { project } from './project';
import { currentId, EMPTY, reduce, type TaskEvent, type TaskState } from './state';
import type { Task } from './task';

const NOW = new Date('2026-11-26T12:00:00Z');

function task(id: number, title: string, version = 1): Task {
  return { ...taskFromDraft({ title }, id, NOW), version };
}

function stateAfter(...events: TaskEvent[]): TaskState {
  return events.reduce(reduce, EMPTY);
}

function titles(state: TaskState): string[] {
  return [...project(state).tasks.values()].map((shown) => shown.title);
}

const load = (...tasks: Task[]): TaskEvent => ({ kind: 'received', since: 0, tasks, removed: [] });

describe('the list of tasks', () => {
  it('shows what was asked for at once, and takes it back when it fails', () => {
    const asked = stateAfter(load(task(1, 'milk')), {
      kind: 'asked',
      mutation: { kind: 'patch', key: 'a', id: 1, changes: { title: 'oat milk' } },
    });
    expect(titles(asked)).toEqual(['oat milk']);
    expect(titles(reduce(asked, { kind: 'failed', key: 'a' }))).toEqual(['milk']);
  });

  it('shows a new task once when the stream overtakes the answer, and keeps its row', () => {
    const asked = stateAfter({
      kind: 'asked',
      mutation: { kind: 'create', key: 'a', task: task(-1, 'milk', 0) },
    });
    const echoed = reduce(asked, {
      kind: 'live',
      changes: [{ kind: 'changed', task: task(7, 'milk') }],
    });
    expect(titles(echoed)).toEqual(['milk']);
    expect(project(echoed).keys.get(7)).toBe(-1);
    const answered = reduce(echoed, {
      kind: 'answered',
      key: 'a',
      tasks: [task(7, 'milk')],
      removed: [],
    });
    expect(titles(answered)).toEqual(['milk']);
    expect(project(answered).keys.get(7)).toBe(-1);
    expect(currentId(answered, -1)).toBe(7);
  });

  it('never goes back to an older version', () => {
    const state = stateAfter(load(task(1, 'new', 5)), {
      kind: 'live',
      changes: [{ kind: 'changed', task: task(1, 'old', 4) }],
    });
    expect(titles(state)).toEqual(['new']);
  });

  it('does not bring back a deleted task by late news, but by an undo', () => {
    const gone = stateAfter(load(task(1, 'milk', 2)), {
      kind: 'asked',
      mutation: { kind: 'remove', key: 'a', id: 1 },
    });
    const deleted = reduce(gone, { kind: 'answered', key: 'a', tasks: [], removed: [1] });
    const late = reduce(deleted, {
      kind: 'live',
      changes: [{ kind: 'changed', task: task(1, 'milk', 2) }],
    });
    expect(titles(late)).toEqual([]);
    const since = late.sequence;
    const undone = reduce(late, {
      kind: 'received',
      since,
      tasks: [task(1, 'milk', 4)],
      removed: [],
    });
    expect(titles(undone)).toEqual(['milk']);
  });

  it('keeps the identity of a task that an echo repeats', () => {
    const state = stateAfter(load(task(1, 'milk')));
    const before = project(state).tasks.get(1);
    const echoed = reduce(state, {
      kind: 'live',
      changes: [{ kind: 'changed', task: task(1, 'milk') }],
    });
    expect(project(echoed).tasks.get(1)).toBe(before);
  });
});

/**
 * A server with tasks, and the two ways on which its news come: answers, each on its own, in any order; and the
 * stream, in order, which tells of a task as it is when it is read.
 */
class World {
  state: TaskState = EMPTY;
  private readonly rows = new Map<number, { title: string; version: number; gone: boolean }>();
  private readonly requests: { key: string; id: number; run: () => TaskEvent; since: number }[] =
    [];
  private readonly answers: TaskEvent[] = [];
  private readonly changed: number[] = [];
  private readonly stream: TaskEvent[] = [];
  private last = 0;
  private made = 0;

  step(kind: number, pick: number): void {
    const steps = [
      () => this.ask(this.create(`t${pick % 3}`)),
      () => this.ask(this.change(pick)),
      () => this.ask(this.remove(pick)),
      () => this.serve(pick),
      () => this.deliver(pick),
      () => this.foreign(pick),
      () => this.emit(),
      () => this.hear(),
      () => this.lose(pick),
      () => this.undo(pick),
    ];
    steps[kind % steps.length]?.();
  }

  /** Lets everything that is under way arrive, and asks for what is doubtful. */
  settle(pick: number): void {
    for (let round = 0; round < 200; round += 1) {
      this.serve(pick + round);
      this.deliver(pick + round);
      this.emit();
      this.hear();
    }
    for (const id of this.state.doubtful) {
      const row = this.rows.get(id);
      const since = this.state.sequence;
      const alive = row && !row.gone;
      const tasks = alive ? [task(id, row.title, row.version)] : [];
      this.apply({ kind: 'received', since, tasks, removed: alive ? [] : [id] });
    }
  }

  truth(): Record<number, string> {
    const alive = [...this.rows].filter(([, row]) => !row.gone);
    return Object.fromEntries(alive.map(([id, row]) => [id, `${row.title} v${row.version}`]));
  }

  shown(): Record<number, string> {
    const shown = [...project(this.state).tasks.values()];
    return Object.fromEntries(shown.map(({ id, title, version }) => [id, `${title} v${version}`]));
  }

  private apply(event: TaskEvent): void {
    this.state = reduce(this.state, event);
  }

  private ask({ event, id, run }: { event: TaskEvent; id: number; run: () => TaskEvent }): void {
    if (event.kind !== 'asked') return;
    this.apply(event);
    this.requests.push({ key: event.mutation.key, id, run, since: this.state.sequence });
  }

  private create(title: string) {
    const key = this.key();
    this.made += 1;
    const id = -this.made;
    return {
      event: {
        kind: 'asked',
        mutation: { kind: 'create', key, task: task(id, title, 0) },
      } as const,
      id,
      run: (): TaskEvent => {
        const made = this.write(this.nextId(), title);
        return { kind: 'answered', key, tasks: [made], removed: [] };
      },
    };
  }

  private change(pick: number) {
    const key = this.key();
    const id = this.pick(pick);
    const title = `c${pick}`;
    return {
      event: { kind: 'asked', mutation: { kind: 'patch', key, id, changes: { title } } } as const,
      id,
      run: (): TaskEvent => {
        const real = currentId(this.state, id);
        const row = this.rows.get(real);
        if (!row || row.gone) return { kind: 'failed', key };
        return { kind: 'answered', key, tasks: [this.write(real, title)], removed: [] };
      },
    };
  }

  private remove(pick: number) {
    const key = this.key();
    const id = this.pick(pick);
    return {
      event: { kind: 'asked', mutation: { kind: 'remove', key, id } } as const,
      id,
      run: (): TaskEvent => {
        const real = currentId(this.state, id);
        const row = this.rows.get(real);
        if (!row || row.gone) return { kind: 'failed', key };
        this.erase(real);
        return { kind: 'answered', key, tasks: [], removed: [real] };
      },
    };
  }

  /** The server does one of the requests; those of one task in order, as the page sends them. */
  private serve(pick: number): void {
    const first = this.requests.filter(
      (request, at) => this.requests.findIndex((other) => other.id === request.id) === at,
    );
    const request = first[pick % Math.max(first.length, 1)];
    if (!request) return;
    // A change of a task that has no number yet waits for it.
    if (request.id < 0 && this.waits(request)) return;
    this.requests.splice(this.requests.indexOf(request), 1);
    this.answers.push(request.run());
  }

  private waits(request: { key: string; id: number }): boolean {
    const create = this.state.pending.find(
      (mutation) => mutation.kind === 'create' && mutation.task.id === request.id,
    );
    return create !== undefined && create.key !== request.key;
  }

  private deliver(pick: number): void {
    const [event] = this.answers.splice(pick % Math.max(this.answers.length, 1), 1);
    if (event) this.apply(event);
  }

  /** Somebody else changes, deletes, adds or brings back a task. */
  private foreign(pick: number): void {
    const id = (pick % (this.last + 1)) + 1;
    const row = this.rows.get(id);
    if (!row) this.write(this.nextId(), `f${pick}`);
    else if (row.gone || pick % 2 === 0) this.write(id, `f${pick}`);
    else this.erase(id);
  }

  private undo(pick: number): void {
    const gone = [...this.rows].filter(([, row]) => row.gone);
    const [id, row] = gone[pick % Math.max(gone.length, 1)] ?? [];
    if (id === undefined || !row) return;
    const since = this.state.sequence;
    const restored = this.write(id, row.title);
    this.answers.push({ kind: 'received', since, tasks: [restored], removed: [] });
  }

  /** A request fails before or after the server did it. */
  private lose(pick: number): void {
    const request = this.requests[0];
    if (!request || (request.id < 0 && this.waits(request))) return;
    this.requests.shift();
    if (pick % 2 === 0) request.run();
    this.answers.push({ kind: 'failed', key: request.key });
  }

  /** The stream reads one changed row, as it is now. */
  private emit(): void {
    const id = this.changed.shift();
    const row = id === undefined ? undefined : this.rows.get(id);
    if (id === undefined || !row) return;
    const change = row.gone
      ? ({ kind: 'removed', id } as const)
      : ({ kind: 'changed', task: task(id, row.title, row.version) } as const);
    this.stream.push({ kind: 'live', changes: [change] });
  }

  private hear(): void {
    const event = this.stream.shift();
    if (event) this.apply(event);
  }

  private write(id: number, title: string): Task {
    const version = (this.rows.get(id)?.version ?? 0) + 1;
    this.rows.set(id, { title, version, gone: false });
    this.note(id);
    return task(id, title, version);
  }

  private erase(id: number): void {
    const row = this.rows.get(id);
    if (!row) return;
    this.rows.set(id, { title: row.title, version: row.version + 1, gone: true });
    this.note(id);
  }

  private note(id: number): void {
    const at = this.changed.indexOf(id);
    if (at >= 0) this.changed.splice(at, 1);
    this.changed.push(id);
  }

  private pick(pick: number): number {
    const ids = [...project(this.state).tasks.keys()];
    return ids[pick % Math.max(ids.length, 1)] ?? 1;
  }

  private nextId(): number {
    this.last += 1;
    return this.last;
  }

  private key(): string {
    this.made += 1;
    return `k${this.made}`;
  }
}

describe('whatever the order of answers, news and failures', () => {
  const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(11)), { maxLength: 60 });

  it('ends in what the server holds', () => {
    fc.assert(
      fc.property(steps, fc.nat(5), (taken, pick) => {
        const world = new World();
        for (const [kind, choice] of taken) world.step(kind, choice);
        world.settle(pick);
        expect(world.state.pending).toEqual([]);
        expect(world.shown()).toEqual(world.truth());
      }),
      { numRuns: 3_000 },
    );
  });

  it('moves versions only forward', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const world = new World();
        const seen = new Map<number, number>();
        for (const [kind, choice] of taken) {
          world.step(kind, choice);
          for (const [id, heard] of world.state.confirmed) {
            expect(heard.task.version).toBeGreaterThanOrEqual(seen.get(id) ?? 0);
            seen.set(id, heard.task.version);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
