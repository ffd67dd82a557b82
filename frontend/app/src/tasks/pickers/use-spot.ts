'use client';

import { type RefObject, useMemo, useRef } from 'react';
import type { OpenPicker } from '../board';
import { type Size, spot } from './spot';

/** Stands for what a picker lies at: a point, and the element that it moves along with. */
interface Point {
  readonly contextElement?: Element;
  getBoundingClientRect(): DOMRect;
}

/** The point where a picker begins, and the reference to its panel, whose size decides on it. */
export function useSpot(picker: OpenPicker | null): {
  point: RefObject<Point>;
  panel: RefObject<HTMLDivElement | null>;
} {
  const panel = useRef<HTMLDivElement>(null);
  const point = useMemo(() => pointAt(picker, panel), [picker]);
  const latest = useRef(point);
  // The one that closes stays where it is.
  if (picker) latest.current = point;
  return { point: latest, panel };
}

function pointAt(picker: OpenPicker | null, panel: RefObject<HTMLDivElement | null>): Point {
  let at = new DOMRect();
  let size: Size = { width: 0, height: 0 };
  if (!picker) return { getBoundingClientRect: () => at };
  const { anchor } = picker;
  return {
    contextElement: anchor,
    getBoundingClientRect: () => {
      // A row that was scrolled away is taken out of the page.
      if (anchor.isConnected) at = anchor.getBoundingClientRect();
      size = grown(size, panel.current);
      const { x, y } = spot(at, size, { width: window.innerWidth, height: window.innerHeight });
      return new DOMRect(x, y);
    },
  };
}

/** The size at its largest: what becomes smaller while one types in it stays in its place. */
function grown(before: Size, panel: HTMLDivElement | null): Size {
  if (!panel) return before;
  return {
    width: Math.max(before.width, panel.offsetWidth),
    height: Math.max(before.height, panel.offsetHeight),
  };
}
