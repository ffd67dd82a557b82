import { batch, signal } from '@preact/signals-core';
import { withBackoff } from '../core/client/backoff.js';
import type { ChatKitClient } from '../core/client/chatkit-client.js';
import { ChatKitRequestError, isAbort } from '../core/client/errors.js';
import { type Cursor, cursorFrom, nextPage, START } from '../core/paging/cursor.js';
import { isHidden, type ThreadItem } from '../core/protocol/items.js';
import type { Page, ThreadMetadata } from '../core/protocol/threads.js';
import {
  itemsFrom,
  prependOlder,
  startWithoutOldest,
  takeNewest,
} from '../core/reducer/merge-items.js';
import { EMPTY_THREAD, metadataOf, type ThreadState } from '../core/reducer/thread-state.js';
import type { ResolvedOptions } from '../options/resolved.js';
import type { Answer } from './answer.js';
import { asError, type Emit } from './events.js';

/** What a conversation needs from the chat it is part of. */
export interface ConversationHost {
  /** Throws if the options do not say where the API is. */
  client(): ChatKitClient;
  options(): ResolvedOptions;
  readonly emit: Emit;
  /** The server has made the thread of a conversation that had none. */
  created(conversation: Conversation, thread: ThreadMetadata): void;
  /** A thread is new, or its title or state have changed. */
  threadChanged(thread: ThreadMetadata): void;
}

export type Activity = 'idle' | 'loading' | 'answering';

/** Items above those at hand. */
export interface OlderPages {
  readonly cursor: Cursor;
  readonly status: 'idle' | 'loading' | 'failed';
}

const PAGE_SIZE = 40;
/** How many items a thread keeps at hand: what search in the page finds, and what memory it takes. */
const KEPT_ITEMS = 200;
const NO_OLDER: OlderPages = { cursor: { type: 'end' }, status: 'idle' };

interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Whether what comes is not to be taken over any more. */
  readonly isStale?: () => boolean;
}

/** One thread as it is held on this side: its items, and what is going on with it. */
export class Conversation {
  readonly state = signal<ThreadState>(EMPTY_THREAD);
  readonly activity = signal<Activity>('idle');
  readonly isReconnecting = signal(false);
  readonly loadFailure = signal<Error | null>(null);
  readonly older = signal<OlderPages>(NO_OLDER);
  /** The answer that is coming in, so that it can be stopped. */
  answer: Answer | null = null;
  /** How many answers have begun: what was asked for before one is older than what it says. */
  answersBegun = 0;

  constructor(
    readonly host: ConversationHost,
    /** Null until the server has made the thread. */
    public threadId: string | null,
  ) {}

  /** Fetches the thread and its newest items; failures are kept for the view to show. */
  async load(): Promise<void> {
    const { threadId } = this;
    if (threadId === null || this.activity.value !== 'idle') return;
    batch(() => {
      this.activity.value = 'loading';
      this.loadFailure.value = null;
    });
    this.host.emit('chatkit.thread.load.start', { threadId });
    try {
      await this.#fetchPatiently(new AbortController().signal, 4);
    } catch (error) {
      this.loadFailure.value = asError(error);
      this.host.emit('chatkit.error', { error: asError(error) });
    } finally {
      this.activity.value = 'idle';
      this.host.emit('chatkit.thread.load.end', { threadId });
    }
  }

  /** Takes over what has changed on the server behind our back. */
  async refresh(): Promise<void> {
    const begun = this.answersBegun;
    const isStale = () => this.answersBegun !== begun;
    await this.#fetchNewest({ isStale });
    // An answer came and went meanwhile: it told its own news, but not those of others.
    if (isStale() && this.activity.value === 'idle') await this.refresh();
  }

  /** Fetches again after the connection was lost, and says so meanwhile. */
  async reconnect(signal: AbortSignal): Promise<void> {
    await this.#fetchPatiently(signal, 10);
  }

  /** Fetches the page above the oldest item at hand. */
  async loadOlder(): Promise<void> {
    const { cursor, status } = this.older.value;
    if (cursor.type !== 'after' || status === 'loading') return;
    this.older.value = { cursor, status: 'loading' };
    try {
      const { rows, next } = await nextPage(
        cursor,
        (from) => this.#itemPage(from),
        (item) => !isHidden(item),
      );
      batch(() => {
        const { state } = this;
        state.value = { ...state.value, items: prependOlder(state.value.items, rows.toReversed()) };
        this.older.value = { cursor: next, status: 'idle' };
      });
    } catch {
      this.older.value = { cursor, status: 'failed' };
    }
  }

  /**
   * Where the thread would begin if the oldest items at hand were let go, which `loadOlder` brings
   * back; null if there are not too many at hand, or a page is coming in.
   */
  startWithoutOldest(): string | null {
    const { items } = this.state.value;
    if (this.threadId === null || this.older.value.status === 'loading') return null;
    // A page more than what is kept may stay, so that not every turn takes some away.
    if (items.length <= KEPT_ITEMS + PAGE_SIZE) return null;
    return startWithoutOldest(items, { most: KEPT_ITEMS, chunk: 4 * PAGE_SIZE });
  }

  /** Lets go of what is before an item: a thread that goes on for days would fill the memory. */
  dropBefore(id: string): void {
    batch(() => {
      const { state } = this;
      state.value = { ...state.value, items: itemsFrom(state.value.items, id) };
      this.older.value = { cursor: { type: 'after', id }, status: 'idle' };
    });
  }

  stop(): void {
    this.answer?.stop();
  }

  /** Replaces one item, as the answer to a synchronous action does. */
  replaceItem(item: ThreadItem): void {
    const { state } = this;
    const items = state.value.items.map((one) => (one.id === item.id ? item : one));
    state.value = { ...state.value, items };
  }

  async #fetchPatiently(signal: AbortSignal, attempts: number): Promise<void> {
    try {
      await withBackoff(() => this.#fetchNewest({ signal }), {
        signal,
        attempts,
        isTransient: (error) => error instanceof ChatKitRequestError && error.isTransient,
        onWait: () => {
          this.isReconnecting.value = true;
        },
      });
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      this.isReconnecting.value = false;
    }
  }

  async #fetchNewest({ signal, isStale }: FetchOptions): Promise<void> {
    const { threadId } = this;
    if (threadId === null) return;
    const options = signal ? { signal } : {};
    const client = this.host.client();
    const [thread, page] = await Promise.all([
      client.request('threads.get_by_id', { thread_id: threadId }, options),
      this.#itemPage(START, options),
    ]);
    if (isStale?.()) return;
    const metadata = metadataOf(thread);
    batch(() => {
      const { state } = this;
      const before = state.value.items;
      const items = takeNewest(before, page.data.toReversed());
      if (items[0] !== before[0]) this.older.value = { cursor: cursorFrom(page), status: 'idle' };
      state.value = { ...state.value, thread: metadata, items };
    });
    this.host.threadChanged(metadata);
  }

  #itemPage(cursor: Cursor, options: { signal?: AbortSignal } = {}): Promise<Page<ThreadItem>> {
    const after = cursor.type === 'after' ? cursor.id : undefined;
    const params = {
      thread_id: this.threadId ?? '',
      limit: PAGE_SIZE,
      order: 'desc',
      after,
    } as const;
    return this.host.client().request('items.list', params, options);
  }
}
