import { signal } from '@preact/signals-core';
import type { Conversation } from './conversation.js';
import { asError } from './events.js';

export type FeedbackKind = 'positive' | 'negative';

/** What the person thinks of answers. Servers keep it and do not tell it again. */
export class Feedback {
  /** By the id of the last item of the answer. */
  readonly given = signal<ReadonlyMap<string, FeedbackKind>>(new Map());

  constructor(private readonly conversation: () => Conversation) {}

  /** Shown at once; taken back if the server does not take it. */
  async give(itemIds: readonly string[], kind: FeedbackKind): Promise<void> {
    const key = itemIds.at(-1);
    const { host, threadId } = this.conversation();
    if (key === undefined || threadId === null || this.given.value.get(key) === kind) return;
    const before = this.given.value.get(key);
    this.#set(key, kind);
    try {
      const params = { thread_id: threadId, item_ids: itemIds, kind };
      await host.client().request('items.feedback', params);
    } catch (error) {
      this.#set(key, before);
      host.emit('chatkit.error', { error: asError(error) });
      throw error;
    }
  }

  #set(key: string, kind: FeedbackKind | undefined): void {
    const given = new Map(this.given.value);
    if (kind) given.set(key, kind);
    else given.delete(key);
    this.given.value = given;
  }
}
