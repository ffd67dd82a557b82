'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { rowId } from './row-id';

/** The task that keys act on. When it goes, the one that takes its place is next. */
export function useActive(ids: readonly number[]) {
  const [active, setActive] = useState<number | null>(null);
  const [focusRequest, setFocusRequest] = useState(0);
  const place = useRef(0);
  const hadFocus = useRef(false);

  const at = active === null ? -1 : ids.indexOf(active);
  if (at >= 0) place.current = at;
  const current = at >= 0 ? active : (ids[Math.min(place.current, ids.length - 1)] ?? null);

  const focus = useCallback((id: number) => {
    setActive(id);
    setFocusRequest((count) => count + 1);
  }, []);

  // A row that is removed takes the focus with it; the keys go on from where they were.
  useEffect(() => {
    const element = document.activeElement;
    if (element instanceof HTMLElement && element.id.startsWith(rowId(0).slice(0, -1))) {
      hadFocus.current = true;
    } else if (element !== document.body) {
      hadFocus.current = false;
    } else if (hadFocus.current && current !== null) {
      hadFocus.current = false;
      focus(current);
    }
  });

  const move = useCallback(
    (step: number, isKnown = false): number | null => {
      if (ids.length === 0) return null;
      const from = current === null ? -1 : ids.indexOf(current);
      // The first key press only shows where one is, unless that is known.
      const isThere = isKnown || document.activeElement?.id === rowId(current ?? 0);
      const to = isThere ? Math.max(0, Math.min(ids.length - 1, from + step)) : Math.max(from, 0);
      const id = ids[to] ?? null;
      if (id !== null) focus(id);
      return id;
    },
    [ids, current, focus],
  );

  return { active: current, activate: setActive, focus, focusRequest, move };
}
