import { onIdle } from '@/lib/idle';

type Part = () => Promise<unknown>;

const TOUCHES = ['pointermove', 'pointerdown', 'keydown'] as const;

/** Fetches parts of the page when the browser is idle, the later ones once somebody does something. */
export function fetchAhead(soon: readonly Part[], later: readonly Part[]): () => void {
  const cancelSoon = fetchAll(soon);
  let cancelLater = () => {};
  const begin = () => {
    stop();
    cancelLater = fetchAll(later);
  };
  const stop = () => {
    for (const touch of TOUCHES) removeEventListener(touch, begin);
  };
  for (const touch of TOUCHES) addEventListener(touch, begin, { passive: true });
  return () => {
    stop();
    cancelSoon();
    cancelLater();
  };
}

/** One after the other; the returned function gives up what is left. */
function fetchAll(parts: readonly Part[]): () => void {
  const left = [...parts];
  let cancel = () => {};
  const next = () => {
    const part = left.shift();
    if (!part) return;
    cancel = onIdle(() => {
      // What cannot be had now is asked for again when it is needed.
      part().then(next, () => {});
    });
  };
  next();
  return () => cancel();
}
