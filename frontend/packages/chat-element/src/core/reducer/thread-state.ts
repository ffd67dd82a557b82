import type { ErrorEvent, NoticeEvent, ProgressEvent } from '../protocol/events.js';
import type { ThreadItem } from '../protocol/items.js';
import type { Thread, ThreadMetadata } from '../protocol/threads.js';

/** What is known of a thread, and what the current answer says beyond its items. */
export interface ThreadState {
  /** Null for a thread that the server has not made yet. */
  readonly thread: ThreadMetadata | null;
  /** In the order of the conversation, without hidden items. */
  readonly items: readonly ThreadItem[];
  /** Items that were announced and are not finished. */
  readonly pending: ReadonlySet<string>;
  readonly progress: ProgressEvent | null;
  readonly notices: readonly NoticeEvent[];
  readonly error: ErrorEvent | null;
  readonly canCancel: boolean;
}

export const EMPTY_THREAD: ThreadState = {
  thread: null,
  items: [],
  pending: new Set(),
  progress: null,
  notices: [],
  error: null,
  canCancel: true,
};

/** Takes what an answer leaves only while it runs out of the state. */
export function beginAnswer(state: ThreadState): ThreadState {
  return { ...state, progress: null, notices: [], error: null, canCancel: true };
}

/** Ends an answer: nothing is pending any more, and its progress line goes. */
export function endAnswer(state: ThreadState): ThreadState {
  return { ...state, progress: null, pending: EMPTY_THREAD.pending };
}

/** The thread without its items, which are kept apart. */
export function metadataOf({ items: _, ...metadata }: Thread): ThreadMetadata {
  return metadata;
}
