import type { Attachment, ThreadItem } from '../../src/core/protocol/items.js';
import type { Page, ThreadMetadata } from '../../src/core/protocol/threads.js';

let lastId = 0;

export function newId(prefix: string): string {
  lastId += 1;
  return `${prefix}_${lastId.toString(36).padStart(8, '0')}`;
}

/** Threads and files in memory, newest last. */
export class Store {
  readonly threads = new Map<string, ThreadMetadata>();
  readonly items = new Map<string, ThreadItem[]>();
  readonly attachments = new Map<string, Attachment>();
  readonly files = new Map<string, { readonly type: string; readonly bytes: Buffer }>();

  createThread(title?: string, createdAt = new Date()): ThreadMetadata {
    const thread: ThreadMetadata = {
      id: newId('thr'),
      created_at: createdAt.toISOString(),
      status: { type: 'active' },
      ...(title && { title }),
    };
    this.threads.set(thread.id, thread);
    this.items.set(thread.id, []);
    return thread;
  }

  itemsOf(threadId: string): ThreadItem[] {
    const items = this.items.get(threadId);
    if (!items) throw new NotFound(`no thread ${threadId}`);
    return items;
  }

  thread(threadId: string): ThreadMetadata {
    const thread = this.threads.get(threadId);
    if (!thread) throw new NotFound(`no thread ${threadId}`);
    return thread;
  }

  put(item: ThreadItem): void {
    const items = this.itemsOf(item.thread_id);
    const index = items.findIndex((one) => one.id === item.id);
    if (index < 0) items.push(item);
    else items[index] = item;
  }

  remove(threadId: string, itemId: string): void {
    const items = this.itemsOf(threadId);
    const index = items.findIndex((one) => one.id === itemId);
    if (index >= 0) items.splice(index, 1);
  }
}

export class NotFound extends Error {}

export interface PageRequest {
  readonly limit?: number | null;
  readonly order?: 'asc' | 'desc';
  readonly after?: string;
}

export function pageOf<T extends { readonly id: string }>(
  rows: readonly T[],
  { limit, order = 'desc', after }: PageRequest,
): Page<T> {
  const size = limit || 20;
  const ordered = order === 'desc' ? rows.toReversed() : rows;
  const start = after ? ordered.findIndex((row) => row.id === after) + 1 : 0;
  const data = ordered.slice(start, start + size);
  const last = data.at(-1);
  const hasMore = start + size < ordered.length;
  return { data, has_more: hasMore, ...(hasMore && last && { after: last.id }) };
}
