'use client';

import { useCallback, useRef, useState } from 'react';
import { rowId, taskOf } from './row-id';

/** The task that keys act on. When it goes, the one that takes its place is next. */
export function useActive(ids: readonly number[]) {
  const [active, setActive] = useState<number | null>(null);
  const [focusRequest, setFocusRequest] = useState(0);
  const place = useRef(0);
  const focused = useRef<{ id: number; at: number } | null>(null);

  const at = active === null ? -1 : ids.indexOf(active);
  if (at >= 0) place.current = at;
  const current = at >= 0 ? active : (ids[Math.min(place.current, ids.length - 1)] ?? null);

  const focus = useCallback((id: number) => {
    setActive(id);
    setFocusRequest((count) => count + 1);
  }, []);

  /** A row that is removed takes the focus with it; the keys go on from where they were. */
  const keepFocus = () => {
    const element = document.activeElement;
    if (element !== document.body) {
      const id = taskOf(element);
      focused.current = id === null ? null : { id, at: ids.indexOf(id) };
      return;
    }
    const before = focused.current;
    focused.current = null;
    // In its old place it was only scrolled out of sight, or something lay over it: nobody wants to be taken back.
    if (!before || current === null || ids[before.at] === before.id) return;
    focus(current);
  };

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

  return { active: current, activate: setActive, focus, focusRequest, keepFocus, move };
}
