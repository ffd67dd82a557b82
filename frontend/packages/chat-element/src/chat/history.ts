import { batch, computed, signal } from '@preact/signals-core';
import type { ChatKitClient } from '../core/client/chatkit-client.js';
import { afterOf, type Cursor, nextPage, START } from '../core/paging/cursor.js';
import type { ThreadMetadata } from '../core/protocol/threads.js';
import { metadataOf } from '../core/reducer/thread-state.js';
import { asError } from './events.js';

const PAGE_SIZE = 30;

/** The list of the person's threads, newest first. */
export class History {
  readonly threads = signal<readonly ThreadMetadata[]>([]);
  readonly query = signal('');
  readonly status = signal<'idle' | 'loading' | 'failed'>('idle');
  readonly hasMore = computed(() => this.#cursor.value.type !== 'end');
  /** Those whose title holds what is searched for: the protocol has no search of its own. */
  readonly found = computed(() => {
    const words = this.query.value.trim().toLocaleLowerCase();
    const matches = ({ title = '' }: ThreadMetadata) => title.toLocaleLowerCase().includes(words);
    return words ? this.threads.value.filter(matches) : this.threads.value;
  });
  readonly #cursor = signal<Cursor>(START);
  #generation = 0;

  constructor(private readonly client: () => ChatKitClient) {}

  /** Begins the list anew. What is shown stays until the first page is there. */
  async reload(): Promise<void> {
    this.#generation += 1;
    this.#cursor.value = START;
    this.status.value = 'idle';
    await this.loadMore();
  }

  async loadMore(): Promise<void> {
    const cursor = this.#cursor.value;
    if (cursor.type === 'end' || this.status.value === 'loading') return;
    const generation = this.#generation;
    this.status.value = 'loading';
    try {
      const { rows, next } = await nextPage(
        cursor,
        (from) =>
          this.client().request('threads.list', {
            limit: PAGE_SIZE,
            order: 'desc',
            ...afterOf(from),
          }),
        () => true,
      );
      if (generation !== this.#generation) return;
      batch(() => {
        const before = cursor.type === 'start' ? [] : this.threads.value;
        this.threads.value = withoutRepeats([...before, ...rows.map(metadataOf)]);
        this.#cursor.value = next;
        this.status.value = 'idle';
      });
    } catch {
      if (generation === this.#generation) this.status.value = 'failed';
    }
  }

  /** Takes note of a thread that is new or has changed. */
  put(thread: ThreadMetadata): void {
    const index = this.threads.value.findIndex((one) => one.id === thread.id);
    this.threads.value =
      index < 0 ? [thread, ...this.threads.value] : this.threads.value.with(index, thread);
  }

  /** Shows the new title at once, and the old one again if the server refuses. */
  async rename(thread: ThreadMetadata, title: string): Promise<ThreadMetadata> {
    this.put({ ...thread, title });
    try {
      const params = { thread_id: thread.id, title };
      const renamed = metadataOf(await this.client().request('threads.update', params));
      this.put(renamed);
      return renamed;
    } catch (error) {
      this.put(thread);
      throw asError(error);
    }
  }

  async remove(thread: ThreadMetadata): Promise<void> {
    const before = this.threads.value;
    this.threads.value = before.filter((one) => one.id !== thread.id);
    try {
      await this.client().request('threads.delete', { thread_id: thread.id });
    } catch (error) {
      this.threads.value = before;
      throw asError(error);
    }
  }
}

/** A thread that moved up while pages were fetched comes twice. */
function withoutRepeats(threads: readonly ThreadMetadata[]): ThreadMetadata[] {
  return [...new Map(threads.map((thread) => [thread.id, thread])).values()];
}
