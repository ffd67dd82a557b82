import { type Api, bodyOf } from '@/api/client';
import type { components } from '@/api/schema';
import { FIRST_PAGE } from '../first-page';
import { dueMoment } from '../model/calendar';
import { type Due, type Task, type TaskBody, type TaskChanges, taskFromBody } from '../model/task';

/** What the server says after a change. */
export interface Written {
  tasks: Task[];
  removed: number[];
  /** Undoes the change; `null` when it made no difference. */
  undoToken: string | null;
}

export interface Page {
  tasks: Task[];
  next: string | null;
}

/** The API's task routes, in the page's words. */
export class TaskRequests {
  constructor(
    private readonly api: Api,
    private readonly userId: string,
  ) {}

  async page(
    status: 'pending' | 'completed',
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<Page> {
    const query = {
      ...FIRST_PAGE,
      ...(status === 'completed' ? ({ status, sort: 'updated_at' } as const) : {}),
      ...(cursor === null ? {} : { cursor }),
    } as const;
    const answer = await this.api.rest.GET('/api/{user_id}/tasks', {
      params: { path: this.user(), query },
      signal,
    });
    const { data, next_cursor } = bodyOf(answer);
    return { tasks: data.map(taskFromBody), next: next_cursor ?? null };
  }

  async read(id: number): Promise<Task> {
    const answer = await this.api.rest.GET('/api/{user_id}/tasks/{task_id}', {
      params: { path: this.task(id) },
    });
    return taskFromBody(bodyOf(answer));
  }

  async create(task: Task): Promise<Written> {
    const { title, description, completed, priority, list, recurrence } = task;
    const body = {
      title,
      description,
      completed,
      priority,
      list,
      recurrence,
      tags: [...task.tags],
      ...(task.dueAt === null ? {} : { due_at: task.dueAt, all_day: task.allDay }),
    };
    const answer = await this.api.rest.POST('/api/{user_id}/tasks', {
      params: { path: this.user() },
      body,
    });
    return written(bodyOf(answer));
  }

  /** `version` is the one that the user saw; the server refuses if there is a newer one. */
  async change(id: number, changes: TaskChanges, version: number | null): Promise<Written> {
    const params = {
      path: this.task(id),
      ...(version === null ? {} : { header: { 'If-Match': `"${version}"` } }),
    };
    const answer = await this.api.rest.PATCH('/api/{user_id}/tasks/{task_id}', {
      params,
      body: updateBody(changes),
    });
    return written(bodyOf(answer));
  }

  async complete(id: number, completed: boolean): Promise<Written> {
    const answer = await this.api.rest.PATCH('/api/{user_id}/tasks/{task_id}/complete', {
      params: { path: this.task(id) },
      body: { completed },
    });
    return written(bodyOf(answer));
  }

  async remove(id: number): Promise<Written> {
    const { response } = await this.api.rest.DELETE('/api/{user_id}/tasks/{task_id}', {
      params: { path: this.task(id) },
    });
    return { tasks: [], removed: [id], undoToken: response.headers.get('undo-token') };
  }

  async undo(token: string): Promise<Written> {
    const answer = await this.api.rest.POST('/api/{user_id}/undo', {
      params: { path: this.user() },
      body: { undo_token: token },
    });
    const { data, removed, undo_token } = bodyOf(answer);
    return { tasks: data.map(taskFromBody), removed, undoToken: undo_token ?? null };
  }

  private user() {
    return { user_id: this.userId };
  }

  private task(id: number) {
    return { user_id: this.userId, task_id: id };
  }
}

function written(body: TaskBody): Written {
  const tasks = [taskFromBody(body)];
  if (body.next) tasks.push(taskFromBody(body.next));
  return { tasks, removed: [], undoToken: body.undo_token ?? null };
}

function updateBody(changes: TaskChanges): components['schemas']['TaskUpdate'] {
  const { due, tags, ...plain } = changes;
  return {
    ...plain,
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...dueBody(due),
  };
}

function dueBody(due: Due | null | undefined): components['schemas']['TaskUpdate'] {
  if (due === undefined) return {};
  // Without a date there is nothing that a repeat could count from.
  if (due === null) return { due_at: null, recurrence: null };
  const { dueAt, allDay } = dueMoment(due);
  return { due_at: dueAt, all_day: allDay };
}
