import { CHAT_WIDTH, type ChatPlace } from './chat-place';

const STEP = 4;

/** Where the chat is if its edge is dragged to this share of the room; well below its least width it closes. */
export function draggedTo(share: number, before: number): ChatPlace {
  const percent = share * 100;
  return percent < CHAT_WIDTH.least / 2
    ? { open: false, width: before }
    : { open: true, width: within(percent) };
}

/** Where the chat is after a key on its edge; `null` if the key does nothing there. */
export function keyedTo(key: string, before: number): ChatPlace | null {
  switch (key) {
    case 'ArrowLeft':
      return { open: true, width: within(before + STEP) };
    case 'ArrowRight':
      return { open: true, width: within(before - STEP) };
    case 'Home':
      return { open: true, width: CHAT_WIDTH.least };
    case 'End':
      return { open: true, width: CHAT_WIDTH.most };
    case 'Enter':
      return { open: false, width: before };
    default:
      return null;
  }
}

function within(percent: number): number {
  return Math.min(CHAT_WIDTH.most, Math.max(CHAT_WIDTH.least, percent));
}
