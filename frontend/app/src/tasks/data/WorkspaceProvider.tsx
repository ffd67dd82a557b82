'use client';

import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { LiveState } from '@/api/events';
import { NO_TASKS } from '../model/project';
import type { Snapshot } from './task-store';
import { openWorkspace, type Start, type Workspace } from './workspace';

const WorkspaceContext = createContext<Workspace | null>(null);

/** Gives the user's tasks to what is inside. Nothing is there until the browser has taken over. */
export function WorkspaceProvider({
  userId,
  start,
  children,
}: {
  userId: string;
  start: Start;
  children: ReactNode;
}) {
  const first = useRef(start);
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  useEffect(() => {
    const opened = openWorkspace(userId, first.current);
    setWorkspace(opened);
    return opened.use();
  }, [userId]);
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

export function useWorkspace(): Workspace | null {
  return use(WorkspaceContext);
}

const NOTHING: Snapshot = { ...NO_TASKS, loading: { kind: 'first' } };
const NONE: ReadonlySet<number> = new Set();
const never = () => () => {};

export function useTaskSnapshot(): Snapshot {
  const store = useWorkspace()?.store;
  return useSyncExternalStore(
    store?.subscribe ?? never,
    store?.get ?? (() => NOTHING),
    () => NOTHING,
  );
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
