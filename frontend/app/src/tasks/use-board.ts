'use client';

import { useMemo, useRef } from 'react';
import type { Board } from './board';
import type { Workspace } from './data/workspace';

type Parts = Omit<Board, 'workspace' | 'complete' | 'remove'>;

/** Makes one board for the life of the page, which always does what the latest parts do. */
export function useStableBoard(workspace: Workspace | null, parts: Parts): Board {
  const latest = useRef(parts);
  latest.current = parts;
  return useMemo(
    () => ({
      workspace,
      complete: (ids, completed) => workspace?.commands.complete(ids, completed),
      remove: (ids) => workspace?.commands.remove(ids),
      open: (id) => latest.current.open(id),
      pick: (kind, ids, anchor) => latest.current.pick(kind, ids, anchor),
      select: (id, how) => latest.current.select(id, how),
      activate: (id) => latest.current.activate(id),
      ask: (tasks) => latest.current.ask(tasks),
    }),
    [workspace],
  );
}
