import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../../chat/conversation.js';
import type { Turn } from './turns.js';

/** How far above what the reader sees a turn must be to go, in heights of the view. */
const FAR = 3;
/** Until a glide to the end is over, and between one part and the next: each costs a few frames. */
const PAUSE_MS = 500;

/**
 * Lets the oldest turns of a long thread go, part by part. They come back as the reader scrolls up;
 * while the reader or the focus is near them, none go.
 */
export function useBoundedLength(
  conversation: Conversation,
  scroller: RefObject<HTMLElement | null>,
  turns: readonly Turn[],
): void {
  const latest = useRef(turns);
  latest.current = turns;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasTooMany = conversation.startWithoutOldest() !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever turns have changed.
  useEffect(() => {
    // Not begun anew by what comes meanwhile: somebody may write without a pause.
    if (!hasTooMany || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const start = conversation.startWithoutOldest();
      const first = latest.current.findIndex((turn) => turn.key === start);
      if (start && isOutOfReach(scroller.current, first)) conversation.dropBefore(start);
    }, PAUSE_MS);
  }, [conversation, scroller, turns, hasTooMany]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** Whether the turns before this one may go without anybody noticing. */
function isOutOfReach(scroller: HTMLElement | null, first: number): boolean {
  if (!scroller) return false;
  const elements = [...scroller.querySelectorAll<HTMLElement>('.ck-turn')];
  const kept = elements[first];
  if (!kept) return false;
  const focused = (scroller.getRootNode() as ShadowRoot).activeElement;
  if (focused && elements.slice(0, first).some((turn) => turn.contains(focused))) return false;
  const above = scroller.getBoundingClientRect().top - kept.getBoundingClientRect().top;
  return above > FAR * scroller.clientHeight;
}
