import { asApiError } from '@/api/api-error';
import { backoff } from '@/api/backoff';
import type { TaskRequests } from './task-requests';
import type { TaskStore } from './task-store';

export interface LoaderOptions {
  requests: TaskRequests;
  store: TaskStore;
  wait?: (milliseconds: number) => Promise<void>;
}

/** Reads the whole list, open tasks first, and forgets what the server no longer has. */
export class TaskLoader {
  private running: AbortController | null = null;
  private wake: (() => void) | null = null;

  constructor(private readonly options: LoaderOptions) {}

  /** Reads again from the beginning; a reading that is under way is given up. */
  load(): void {
    this.running?.abort();
    this.wake?.();
    const running = new AbortController();
    this.running = running;
    void this.run(running.signal);
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
    this.wake?.();
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { store } = this.options;
    const isFirst = () => store.get().tasks.size === 0;
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.sweep(signal);
        if (!signal.aborted) store.setLoading({ kind: 'done' });
        return;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        // What is shown already is not hidden by a failure; the banner tells of the connection.
        if (isFirst()) store.setLoading({ kind: 'failed', message: asApiError(error).message });
        if (asApiError(error).failure === 'signed-out') return;
        await this.sleep(backoff(failures));
      }
    }
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const { requests, store } = this.options;
    const begun = store.sequence;
    const present = new Set<number>();
    for (const status of ['pending', 'completed'] as const) {
      let cursor: string | null = null;
      do {
        const since = store.sequence;
        const page = await requests.page(status, cursor, signal);
        if (signal.aborted) return;
        for (const task of page.tasks) present.add(task.id);
        store.dispatch({ kind: 'received', since, tasks: page.tasks, removed: [] });
        cursor = page.next;
        const { kind } = store.get().loading;
        if (kind === 'first' || kind === 'failed') store.setLoading({ kind: 'more' });
      } while (cursor !== null);
    }
    store.dispatch({ kind: 'swept', since: begun, present });
  }

  private sleep(milliseconds: number): Promise<void> {
    if (this.options.wait) return this.options.wait(milliseconds);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
