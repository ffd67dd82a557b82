import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/api-error';
import { taskFromDraft } from '../model/changes';
import type { Task } from '../model/task';
import { TaskLoader } from './task-loader';
import type { Page, TaskRequests } from './task-requests';
import { TaskStore } from './task-store';

const NOW = new Date('2026-11-26T12:00:00Z');
const task = (id: number): Task => ({ ...taskFromDraft({ title: `${id}` }, id, NOW), version: 1 });
const settled = () => new Promise((resolve) => setTimeout(resolve));

function setUp(pages: Record<string, Page | Error>) {
  const store = new TaskStore();
  const asked: string[] = [];
  const page = vi.fn<TaskRequests['page']>(async (status, cursor) => {
    const name = `${status} ${cursor ?? ''}`.trim();
    asked.push(name);
    const found = pages[name];
    if (found === undefined) return { tasks: [], next: null };
    if (found instanceof Error) {
      delete pages[name];
      throw found;
    }
    return found;
  });
  const requests = { page } as unknown as TaskRequests;
  const loader = new TaskLoader({ requests, store, wait: async () => {} });
  const ids = () => [...store.get().tasks.keys()];
  return { loader, store, asked, ids, page };
}

describe('reading the whole list', () => {
  it('goes page by page, open tasks first', async () => {
    const { loader, store, asked, ids } = setUp({
      pending: { tasks: [task(1)], next: 'x' },
      'pending x': { tasks: [task(2)], next: null },
      completed: { tasks: [task(3)], next: null },
    });
    loader.load();
    await settled();
    expect(asked).toEqual(['pending', 'pending x', 'completed']);
    expect(ids()).toEqual([1, 2, 3]);
    expect(store.get().loading).toEqual({ kind: 'done' });
  });

  it('forgets what the server no longer has, but not what was heard of meanwhile', async () => {
    const { loader, store, ids, page } = setUp({ pending: { tasks: [task(1)], next: null } });
    store.dispatch({ kind: 'received', since: 0, tasks: [task(1), task(2)], removed: [] });
    page.mockImplementationOnce(async () => {
      store.dispatch({ kind: 'live', changes: [{ kind: 'changed', task: task(9) }] });
      return { tasks: [task(1)], next: null };
    });
    loader.load();
    await settled();
    expect(ids()).toEqual([1, 9]);
  });

  it('says that nothing could be read, and goes on trying', async () => {
    const { loader, store, ids } = setUp({
      pending: new ApiError('unreachable', 'The server does not answer.'),
    });
    const seen: string[] = [];
    store.subscribe(() => seen.push(store.get().loading.kind));
    loader.load();
    await settled();
    expect(seen).toContain('failed');
    expect(store.get().loading).toEqual({ kind: 'done' });
    expect(ids()).toEqual([]);
  });

  it('does not hide what is shown when a later reading fails', async () => {
    const { loader, store } = setUp({ completed: new ApiError('broken', 'Oh.') });
    store.dispatch({ kind: 'received', since: 0, tasks: [task(1)], removed: [] });
    const seen: string[] = [];
    store.subscribe(() => seen.push(store.get().loading.kind));
    loader.load();
    await settled();
    expect(seen).not.toContain('failed');
  });

  it('gives up a reading when a new one begins', async () => {
    const { loader, ids, page } = setUp({ pending: { tasks: [task(2)], next: null } });
    let late = (_: Page) => {};
    page.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
    loader.load();
    loader.load();
    await settled();
    late({ tasks: [task(1)], next: null });
    await settled();
    expect(ids()).toEqual([2]);
  });
});
