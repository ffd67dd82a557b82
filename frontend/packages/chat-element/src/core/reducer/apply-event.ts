import type { ThreadStreamEvent } from '../protocol/events.js';
import { isHidden, type ThreadItem } from '../protocol/items.js';
import { applyUpdate } from './apply-update.js';
import { metadataOf, type ThreadState } from './thread-state.js';

/** Folds one event into the state. The same state comes back if the event changes nothing. */
export function applyEvent(state: ThreadState, event: ThreadStreamEvent): ThreadState {
  switch (event.type) {
    case 'thread.created':
    case 'thread.updated':
      // The items of these events are always an empty page: those at hand stay.
      return { ...state, thread: metadataOf(event.thread) };
    case 'thread.item.added':
      return putItem(state, event.item, true);
    case 'thread.item.done':
    case 'thread.item.replaced':
      return putItem(state, event.item, false);
    case 'thread.item.updated':
      return updateItem(state, event.item_id, (item) => applyUpdate(item, event.update));
    case 'thread.item.removed':
      return removeItem(state, event.item_id);
    case 'stream_options':
      return { ...state, canCancel: event.stream_options.allow_cancel };
    case 'progress_update':
      return { ...state, progress: event };
    case 'notice':
      return { ...state, notices: [...state.notices, event] };
    case 'error':
      return { ...state, error: event };
    default:
      // Effects are no state, and events of later versions are not known yet.
      return state;
  }
}

/** Puts an item in the place of the one with its id, or at the end. */
export function putItem(state: ThreadState, item: ThreadItem, isPending: boolean): ThreadState {
  if (isHidden(item)) return state;
  const pending = withMember(state.pending, item.id, isPending);
  const index = lastIndexOfId(state.items, item.id);
  if (index < 0) return { ...state, pending, items: [...state.items, item] };
  return { ...state, pending, items: state.items.with(index, item) };
}

function updateItem(
  state: ThreadState,
  id: string,
  change: (item: ThreadItem) => ThreadItem,
): ThreadState {
  const index = lastIndexOfId(state.items, id);
  const item = state.items[index];
  if (!item) return state;
  const changed = change(item);
  return changed === item ? state : { ...state, items: state.items.with(index, changed) };
}

function removeItem(state: ThreadState, id: string): ThreadState {
  const items = state.items.filter((item) => item.id !== id);
  if (items.length === state.items.length) return state;
  return { ...state, items, pending: withMember(state.pending, id, false) };
}

/** Searched from the end, because that is where answers grow. */
function lastIndexOfId(items: readonly ThreadItem[], id: string): number {
  return items.findLastIndex((item) => item.id === id);
}

function withMember(
  set: ReadonlySet<string>,
  member: string,
  isMember: boolean,
): ReadonlySet<string> {
  if (set.has(member) === isMember) return set;
  const changed = new Set(set);
  if (isMember) changed.add(member);
  else changed.delete(member);
  return changed;
}
