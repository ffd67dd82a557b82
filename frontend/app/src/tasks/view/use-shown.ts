'use client';

import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTaskSnapshot } from '../data/WorkspaceProvider';
import type { Task } from '../model/task';
import { countTasks, type Filter, show } from '../model/views';

/** How long a completed task keeps its place, so that one sees it done before it goes. */
const LINGER_MS = 1_200;
const NONE: ReadonlySet<number> = new Set();

/** The rows of a view and the counts of all, as the tasks and the time are now. */
export function useShown(filter: Filter, open: number | null, now: Date) {
  const { tasks, keys, loading } = useTaskSnapshot();
  const lingering = useLingering(tasks);
  // Typing comes first; the rows follow.
  const query = useDeferredValue(filter.query);
  const { view, list, tag, sort } = filter;
  const shown = useMemo(
    () =>
      show(
        tasks.values(),
        keys,
        { view, list, tag, sort, query },
        { at: now, lingering, held: open },
      ),
    [tasks, keys, view, list, tag, sort, query, now, lingering, open],
  );
  const counts = useMemo(() => countTasks(tasks.values(), now), [tasks, now]);
  return { shown, counts, tasks, loading };
}

/** Tasks that were completed a moment ago, wherever. */
function useLingering(tasks: ReadonlyMap<number, Task>): ReadonlySet<number> {
  const before = useRef(tasks);
  const [lingering, setLingering] = useState(NONE);
  useEffect(() => {
    const done = newlyDone(before.current, tasks);
    before.current = tasks;
    if (done.length === 0) return;
    setLingering((kept) => new Set([...kept, ...done]));
    setTimeout(() => {
      setLingering((kept) => new Set([...kept].filter((id) => !done.includes(id))));
    }, LINGER_MS);
  }, [tasks]);
  return lingering;
}

function newlyDone(before: ReadonlyMap<number, Task>, tasks: ReadonlyMap<number, Task>): number[] {
  if (before === tasks) return [];
  const done: number[] = [];
  for (const task of tasks.values()) {
    if (task.completed && before.get(task.id)?.completed === false) done.push(task.id);
  }
  return done;
}
