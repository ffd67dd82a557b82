import { describe, expect, it, vi } from 'vitest';
import { ApiError, type Failure } from '@/api/api-error';
import { Connection } from '@/api/connection';
import { taskFromDraft } from '../model/changes';
import type { Task } from '../model/task';
import { Perseverance } from './perseverance';
import { type Notices, TaskCommands } from './task-commands';
import type { TaskRequests, Written } from './task-requests';
import { TaskStore } from './task-store';

const NOW = new Date('2026-11-26T12:00:00Z');
const task = (id: number, more: Partial<Task> = {}): Task => ({
  ...taskFromDraft({ title: `task ${id}` }, id, NOW),
  version: 1,
  ...more,
});
const fail = (failure: Failure) => new ApiError(failure, failure);
const written = (tasks: Task[], undoToken: string | null = 'u'): Written => ({
  tasks,
  removed: [],
  undoToken,
});

/** Commands on a store with some tasks; each request is answered by the test. */
function setUp(...tasks: Task[]) {
  const store = new TaskStore();
  store.dispatch({ kind: 'received', since: 0, tasks, removed: [] });
  const requests = {
    create: vi.fn<TaskRequests['create']>(),
    change: vi.fn<TaskRequests['change']>(),
    complete: vi.fn<TaskRequests['complete']>(),
    remove: vi.fn<TaskRequests['remove']>(),
    undo: vi.fn<TaskRequests['undo']>(),
    read: vi.fn<TaskRequests['read']>(),
  };
  const connection = new Connection();
  connection.set('live');
  const notices = {
    done: vi.fn<Notices['done']>(),
    undone: vi.fn<Notices['undone']>(),
    failed: vi.fn<Notices['failed']>(),
    conflict: vi.fn<Notices['conflict']>(),
  };
  const shared = { requests: requests as unknown as TaskRequests, store };
  const perseverance = new Perseverance({ ...shared, connection, wait: async () => {} });
  const commands = new TaskCommands({ ...shared, perseverance, notices, now: () => NOW });
  return { store, requests, connection, notices, commands };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('what the user does with tasks', () => {
  it('is shown at once and settled by the answer', async () => {
    const { store, requests, commands, notices } = setUp(task(1));
    let answer = (_: Written) => {};
    requests.complete.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    commands.complete([1], true);
    expect(store.task(1)?.completed).toBe(true);
    expect(store.get().waiting.has(1)).toBe(true);
    await settled();
    answer(written([task(1, { completed: true, version: 2 })]));
    await settled();
    expect(store.get().waiting.size).toBe(0);
    expect(store.task(1)?.version).toBe(2);
    expect(notices.done).toHaveBeenCalledWith(
      { words: 'Completed “task 1”', tokens: ['u'] },
      false,
    );
  });

  it('is taken back when the server refuses, and can be tried again', async () => {
    const { store, requests, commands, notices } = setUp(task(1));
    requests.remove.mockRejectedValueOnce(fail('broken'));
    commands.remove([1]);
    expect(store.task(1)).toBeUndefined();
    await settled();
    expect(store.task(1)).toBeDefined();
    const [, again] = notices.failed.mock.calls[0] ?? [];
    requests.remove.mockResolvedValueOnce({ tasks: [], removed: [1], undoToken: 'u' });
    again?.();
    await settled();
    expect(store.task(1)).toBeUndefined();
  });

  it('says how many of several it was not done to, and takes the others back as one', async () => {
    const { store, requests, commands, notices } = setUp(task(1), task(2), task(3));
    requests.complete.mockImplementation(async (id) => {
      if (id === 2) throw fail('broken');
      return written([task(id, { completed: true, version: 2 })], `u${id}`);
    });
    commands.complete([1, 2, 3], true);
    await settled();
    expect([1, 2, 3].map((id) => store.task(id)?.completed)).toEqual([true, false, true]);
    const step = { words: 'Completed 2 tasks', tokens: ['u1', 'u3'] };
    expect(notices.done).toHaveBeenCalledExactlyOnceWith(step, false);
    const missed = { count: 1, of: 3 };
    expect(notices.failed).toHaveBeenCalledExactlyOnceWith(
      expect.anything(),
      expect.anything(),
      missed,
    );
    // Trying again asks only for what is missing.
    notices.failed.mock.calls[0]?.[1]?.();
    await settled();
    expect(requests.complete.mock.calls.map(([id]) => id)).toEqual([1, 2, 3, 2]);
  });

  it('waits for the server while that cannot be reached, and is then sent', async () => {
    const { store, requests, connection, commands, notices } = setUp(task(1));
    connection.set('down');
    requests.complete.mockRejectedValueOnce(fail('unreachable'));
    commands.complete([1], true);
    await settled();
    expect(store.task(1)?.completed).toBe(true);
    expect(requests.complete).toHaveBeenCalledTimes(1);
    requests.complete.mockResolvedValueOnce(written([task(1, { completed: true, version: 2 })]));
    connection.set('live');
    await settled();
    expect(requests.complete).toHaveBeenCalledTimes(2);
    expect(store.get().waiting.size).toBe(0);
    expect(notices.failed).not.toHaveBeenCalled();
  });

  it('adds a task once, although its answer was lost', async () => {
    const { store, requests, connection, commands } = setUp();
    connection.set('down');
    requests.create.mockRejectedValueOnce(fail('unreachable'));
    const id = commands.create({ title: 'milk' });
    await settled();
    const made = task(7, { title: 'milk' });
    store.dispatch({ kind: 'live', changes: [{ kind: 'changed', task: made }] });
    connection.set('live');
    await settled();
    expect(requests.create).toHaveBeenCalledTimes(1);
    expect(store.idOf(id)).toBe(7);
    expect([...store.get().tasks.keys()]).toEqual([7]);
  });

  it('adds a task again when the request never arrived', async () => {
    const { store, requests, connection, commands } = setUp();
    connection.set('down');
    requests.create.mockRejectedValueOnce(fail('offline'));
    requests.create.mockResolvedValueOnce(written([task(7, { title: 'milk' })]));
    commands.create({ title: 'milk' });
    await settled();
    connection.set('live');
    await settled();
    expect([...store.get().tasks.keys()]).toEqual([7]);
  });

  it('tells when a new task could not be saved because the sign-in is over, and only then', async () => {
    const { requests, commands } = setUp();
    const onUnsaved = vi.fn();
    requests.create.mockRejectedValueOnce(fail('invalid'));
    commands.create({ title: 'milk' }, onUnsaved);
    await settled();
    expect(onUnsaved).not.toHaveBeenCalled();
    requests.create.mockRejectedValueOnce(fail('signed-out'));
    commands.create({ title: 'milk' }, onUnsaved);
    await settled();
    expect(onUnsaved).toHaveBeenCalledOnce();
  });

  it('changes a new task by the number that it got meanwhile', async () => {
    const { requests, commands } = setUp();
    requests.create.mockResolvedValue(written([task(7, { title: 'milk' })]));
    requests.complete.mockResolvedValue(written([task(7, { completed: true, version: 2 })]));
    const id = commands.create({ title: 'milk' });
    commands.complete([id], true);
    await settled();
    expect(requests.complete).toHaveBeenCalledExactlyOnceWith(7, true);
  });

  it('says one thing when the task that was changed could not be made', async () => {
    const { store, requests, commands, notices } = setUp();
    requests.create.mockRejectedValue(fail('invalid'));
    const id = commands.create({ title: 'milk' });
    commands.complete([id], true);
    await settled();
    expect(requests.complete).not.toHaveBeenCalled();
    expect(notices.failed).toHaveBeenCalledExactlyOnceWith(expect.anything(), null, null);
    expect(store.get().tasks.size).toBe(0);
  });

  it('sends nothing that makes no difference', async () => {
    const { requests, commands } = setUp(task(1, { completed: true, priority: 'high' }));
    commands.complete([1], true);
    commands.change([1], { priority: 'high', title: 'task 1', tags: [] });
    await settled();
    expect(requests.complete).not.toHaveBeenCalled();
    expect(requests.change).not.toHaveBeenCalled();
  });

  it('takes a task that somebody else deleted off the list', async () => {
    const { store, requests, commands, notices } = setUp(task(1));
    requests.change.mockRejectedValue(fail('gone'));
    commands.change([1], { priority: 'high' });
    await settled();
    expect(store.task(1)).toBeUndefined();
    expect(notices.failed).toHaveBeenCalledWith(expect.anything(), null, null);
  });
});

describe('what somebody else changed meanwhile', () => {
  it('is kept when it is another field', async () => {
    const base = task(1);
    const { store, requests, commands, notices } = setUp(base);
    requests.change.mockRejectedValueOnce(fail('changed'));
    requests.read.mockResolvedValue(task(1, { priority: 'high', version: 2 }));
    requests.change.mockResolvedValueOnce(
      written([task(1, { priority: 'high', title: 'mine', version: 3 })]),
    );
    commands.change([1], { title: 'mine' }, base);
    await settled();
    expect(requests.change.mock.calls.map(([, , version]) => version)).toEqual([1, 2]);
    expect(store.task(1)).toMatchObject({ title: 'mine', priority: 'high' });
    expect(notices.conflict).not.toHaveBeenCalled();
  });

  it('is not overwritten unasked when it is the same field', async () => {
    const base = task(1);
    const { store, requests, commands, notices } = setUp(base);
    requests.change.mockRejectedValueOnce(fail('changed'));
    requests.read.mockResolvedValue(task(1, { title: 'theirs', version: 2 }));
    commands.change([1], { title: 'mine' }, base);
    await settled();
    expect(store.task(1)?.title).toBe('theirs');
    const [, overwrite] = notices.conflict.mock.calls[0] ?? [];
    requests.change.mockResolvedValueOnce(written([task(1, { title: 'mine', version: 3 })]));
    overwrite?.();
    await settled();
    expect(requests.change).toHaveBeenLastCalledWith(1, { title: 'mine' }, null);
    expect(store.task(1)?.title).toBe('mine');
  });
});

describe('undo', () => {
  it('takes several changes of one step back, last first, and only once', async () => {
    const { requests, commands, notices } = setUp(task(1), task(2));
    requests.complete.mockResolvedValueOnce(written([], 'a'));
    requests.complete.mockResolvedValueOnce(written([], 'b'));
    commands.complete([1, 2], true);
    await settled();
    const [step] = notices.done.mock.calls[0] ?? [];
    expect(step?.words).toBe('Completed 2 tasks');
    requests.undo.mockResolvedValue({ tasks: [], removed: [], undoToken: null });
    expect(await commands.undo(step)).toBe(true);
    expect(requests.undo.mock.calls).toEqual([['b'], ['a']]);
    expect(await commands.undo(step)).toBe(false);
    expect(await commands.undo()).toBe(false);
  });

  it('brings a deleted task back', async () => {
    const { store, requests, commands } = setUp(task(1));
    requests.remove.mockResolvedValue({ tasks: [], removed: [1], undoToken: 'u' });
    commands.remove([1]);
    await settled();
    requests.undo.mockResolvedValue(written([task(1, { version: 3 })], null));
    await commands.undo();
    expect(store.task(1)?.version).toBe(3);
  });

  it('waits for the answer of what was just done, and does not undo what was before', async () => {
    const { requests, commands } = setUp(task(1), task(2));
    requests.complete.mockResolvedValueOnce(written([], 'before'));
    commands.complete([1], true);
    await settled();
    let answer = (_: Written) => {};
    requests.remove.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    commands.remove([2]);
    requests.undo.mockResolvedValue(written([], null));
    const undone = commands.undo();
    await settled();
    expect(requests.undo).not.toHaveBeenCalled();
    answer({ tasks: [], removed: [2], undoToken: 'last' });
    expect(await undone).toBe(true);
    expect(requests.undo.mock.calls).toEqual([['last']]);
  });

  it('says when it is too late', async () => {
    const { requests, commands, notices } = setUp(task(1));
    requests.complete.mockResolvedValue(written([]));
    commands.complete([1], true);
    await settled();
    requests.undo.mockRejectedValue(fail('refused'));
    await commands.undo();
    expect(notices.failed).toHaveBeenCalledWith(
      expect.objectContaining({ failure: 'refused' }),
      null,
      null,
    );
  });
});
