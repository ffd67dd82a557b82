'use client';

import { useCallback, useMemo, useRef, useState } from 'react';

const NONE: ReadonlySet<number> = new Set();

/** Which tasks are selected. What is no longer shown is not selected either, so that nothing unseen is changed. */
export function useSelection(shown: readonly number[]) {
  const [chosen, setChosen] = useState(NONE);
  const anchor = useRef<number | null>(null);
  const order = useRef(shown);
  order.current = shown;

  const selected = useMemo(() => {
    if (chosen.size === 0) return NONE;
    const kept = shown.filter((id) => chosen.has(id));
    return kept.length === 0 ? NONE : new Set(kept);
  }, [chosen, shown]);

  const toggle = useCallback((id: number) => {
    anchor.current = id;
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);

  /** Selects everything from the one selected last up to this one. */
  const extend = useCallback((id: number) => {
    const from = order.current.indexOf(anchor.current ?? id);
    const to = order.current.indexOf(id);
    if (to < 0) return;
    const start = from < 0 ? to : Math.min(from, to);
    const between = order.current.slice(start, Math.max(from, to) + 1);
    anchor.current ??= id;
    setChosen((before) => new Set([...before, ...between]));
  }, []);

  const clear = useCallback(() => {
    anchor.current = null;
    setChosen(NONE);
  }, []);
  const all = useCallback(() => setChosen(new Set(order.current)), []);

  return { selected, toggle, extend, clear, all };
}
