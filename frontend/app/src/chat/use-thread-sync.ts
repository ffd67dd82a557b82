'use client';

import { useEffect, useState } from 'react';
import type { Workspace } from '@/tasks/data/workspace';
import { ThreadSync } from './thread-sync';

/** Keeps the shown thread true by the live stream. */
export function useThreadSync(workspace: Workspace): ThreadSync {
  const [sync] = useState(() => new ThreadSync());
  useEffect(() => {
    const stop = workspace.onConversation(() => sync.changed());
    return () => {
      stop();
      sync.stop();
    };
  }, [workspace, sync]);
  return sync;
}
