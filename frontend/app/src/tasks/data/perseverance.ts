import { type ApiError, asApiError } from '@/api/api-error';
import { backoff } from '@/api/backoff';
import type { Connection } from '@/api/connection';
import type { Task } from '../model/task';
import type { TaskRequests, Written } from './task-requests';
import type { TaskStore } from './task-store';

/** How long the live stream is given to tell what the server did before the connection broke. */
const ECHO_MS = 1_000;

export interface PerseveranceOptions {
  requests: TaskRequests;
  store: TaskStore;
  connection: Connection;
  wait?: (milliseconds: number) => Promise<void>;
}

/** Sends again what got no answer, once the server can be reached. */
export class Perseverance {
  private readonly wait: (milliseconds: number) => Promise<void>;

  constructor(private readonly options: PerseveranceOptions) {
    this.wait =
      options.wait ??
      ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  }

  /** Does what has the same result when it is done twice, until it is answered. */
  async repeat<T>(work: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures += 1) {
      try {
        return await work();
      } catch (error) {
        if (!gotNoAnswer(error)) throw error;
        await this.recovered(failures);
      }
    }
  }

  /** Adds a task, and never twice: the live stream tells whether an unanswered request arrived. */
  async create(task: Task): Promise<Written> {
    const { requests, store } = this.options;
    for (let failures = 1; ; failures += 1) {
      try {
        return await requests.create(task);
      } catch (error) {
        if (!gotNoAnswer(error)) throw error;
        await this.recovered(failures);
        await this.wait(ECHO_MS);
        const made = store.echoOf(task.id);
        if (made) return { tasks: [made], removed: [], undoToken: null };
      }
    }
  }

  private async recovered(failures: number): Promise<void> {
    const { connection } = this.options;
    // The stream may not have noticed yet that the connection is gone.
    await this.wait(backoff(failures));
    await connection.whenLive();
  }
}

function gotNoAnswer(error: unknown): error is ApiError {
  const { failure } = asApiError(error);
  return failure === 'offline' || failure === 'unreachable';
}
