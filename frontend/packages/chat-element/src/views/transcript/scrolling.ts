import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How near to the end counts as being there, in pixels. */
const NEAR_END = 64;
/** How far it may be to be scrolled smoothly, in heights of the view. */
const LONGEST_GLIDE = 1.5;

export interface Scrolling {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly scrollToEnd: (behavior?: ScrollBehavior) => void;
}

/** Begins at the end of the transcript and, if asked to, stays there while the reader does. */
export function useScrolling(follows: boolean): Scrolling {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const follow = useRef({ isAtEnd: true, follows });
  follow.current.follows = follows;

  const scrollToEnd = useCallback((behavior: ScrollBehavior = 'instant') => {
    const element = scroller.current;
    if (!element) return;
    // A long way is not worth watching, and drawing all of it costs the reader time.
    const way = element.scrollHeight - element.scrollTop - element.clientHeight;
    const isShort = way < LONGEST_GLIDE * element.clientHeight;
    element.scrollTo({
      top: element.scrollHeight,
      behavior: isShort ? calm(behavior) : 'instant',
    });
  }, []);

  useLayoutEffect(() => scrollToEnd(), [scrollToEnd]);

  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    const note = () => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
      follow.current.isAtEnd = isNear;
      setAtEnd(isNear);
    };
    let top = element.scrollTop;
    let height = element.scrollHeight;
    const keepUp = () => {
      height = element.scrollHeight;
      if (follow.current.follows && follow.current.isAtEnd) scrollToEnd();
      else note();
    };
    const scrolled = () => {
      const isUp = element.scrollTop < top;
      top = element.scrollTop;
      // Only the reader goes up. Otherwise the end has moved away, if it has: what comes into view is
      // drawn only then, and may be taller than it was guessed to be.
      const hasGrown = element.scrollHeight > height;
      if (isUp || !follow.current.isAtEnd) note();
      else if (hasGrown) keepUp();
    };
    const observer = new ResizeObserver(keepUp);
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', scrolled);
    };
  }, [scrollToEnd]);

  return { scroller, content, isAtEnd, scrollToEnd };
}

/**
 * Keeps what the reader sees in place while items are put above it. Browsers that anchor by
 * themselves do not do so at the very top, so the position is restored by hand for all.
 */
export function useStablePrepend(
  scroller: RefObject<HTMLDivElement | null>,
  firstKey: string | undefined,
): void {
  const lastKey = useRef(firstKey);
  const before = useRef<{ anchor: HTMLElement; top: number } | null>(null);
  // Read while drawing, when the page is still as it was; doing so at every scroll costs frames.
  if (lastKey.current !== firstKey) {
    const anchor = scroller.current && firstVisible(scroller.current);
    before.current = anchor && scroller.current && { anchor, top: topOf(anchor, scroller.current) };
    lastKey.current = firstKey;
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when items have come in above.
  useLayoutEffect(() => {
    const element = scroller.current;
    const place = before.current;
    before.current = null;
    if (!element || !place?.anchor.isConnected) return;
    element.scrollTop += topOf(place.anchor, element) - place.top;
  }, [scroller, firstKey]);
}

function firstVisible(scroller: HTMLElement): HTMLElement | null {
  const { top } = scroller.getBoundingClientRect();
  const turns = [...scroller.querySelectorAll<HTMLElement>('.ck-turn')];
  // Searched by halves: there may be a thousand, and each one costs a measurement.
  let low = 0;
  let high = turns.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((turns[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  return turns[low] ?? null;
}

function topOf(element: HTMLElement, scroller: HTMLElement): number {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

function calm(behavior: ScrollBehavior): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : behavior;
}
