'use client';

import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import type { LiveState } from '@/api/events';
import { NO_TASKS } from '../model/project';
import type { Snapshot } from './task-store';
import { openWorkspace, type Start, type Workspace } from './workspace';

const WorkspaceContext = createContext<Workspace | null>(null);

/** Gives the user's tasks to what is inside: in the browser alone, where they live. */
export function WorkspaceProvider({
  userId,
  start,
  children,
}: {
  userId: string;
  start: Start;
  children: ReactNode;
}) {
  const [workspace] = useState(() =>
    typeof window === 'undefined' ? null : openWorkspace(userId, start),
  );
  useEffect(() => workspace?.use(), [workspace]);
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

export function useWorkspace(): Workspace | null {
  return use(WorkspaceContext);
}

const NOTHING: Snapshot = { ...NO_TASKS, loading: { kind: 'first' } };
const NONE: ReadonlySet<number> = new Set();
const never = () => () => {};

/**
 * The tasks as they are shown. What the user did is drawn at once. What was only read is drawn when
 * the browser finds the time, in small steps: `useSyncExternalStore` would hold up everything else
 * for it, just when the page has come and is first touched.
 */
export function useTaskSnapshot(): Snapshot {
  const workspace = useWorkspace();
  // The first HTML has no tasks, and the browser begins with what stands there.
  const [snapshot, setSnapshot] = useState(() =>
    workspace?.isOpen ? workspace.store.get() : NOTHING,
  );
  useEffect(() => {
    if (!workspace) return;
    const { store } = workspace;
    const show = (isUrgent: boolean) => {
      if (isUrgent) setSnapshot(store.get());
      else startTransition(() => setSnapshot(store.get()));
    };
    show(false);
    return store.subscribe(show);
  }, [workspace]);
  return snapshot;
}

export function useConnection(): LiveState {
  const connection = useWorkspace()?.connection;
  return useSyncExternalStore(
    connection?.subscribe ?? never,
    connection?.get ?? (() => 'connecting' as const),
    () => 'connecting' as const,
  );
}

export function useHighlights(): ReadonlySet<number> {
  const highlights = useWorkspace()?.highlights;
  return useSyncExternalStore(
    highlights?.subscribe ?? never,
    highlights?.get ?? (() => NONE),
    () => NONE,
  );
}
