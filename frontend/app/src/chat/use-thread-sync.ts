'use client';

import { useEffect, useState } from 'react';
import type { Workspace } from '@/tasks/data/workspace';

/** How long changes of a thread are gathered: an answer changes its conversation several times. */
const GATHER_MS = 400;

/** Reads the shown thread again when another tab or another client goes on with it. */
export function useThreadSync(workspace: Workspace): ThreadSync {
  const [sync] = useState(() => new ThreadSync());
  useEffect(() => {
    const stop = workspace.onConversation((id) => sync.changed(`thr_${id}`));
    return () => {
      stop();
      sync.stop();
    };
  }, [workspace, sync]);
  return sync;
}

export class ThreadSync {
  private threadId: string | null = null;
  private isBusy = false;
  private read: (() => Promise<void>) | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  ready(read: () => Promise<void>): void {
    this.read = read;
  }

  thread(threadId: string | null): void {
    this.threadId = threadId;
  }

  /** While an answer comes, the changes are its own. */
  busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    // The end of the answer is told by the stream as well, a moment later.
    if (!isBusy) this.quietUntil = Date.now() + 2 * GATHER_MS;
  }
  private quietUntil = 0;

  changed(threadId: string): void {
    if (threadId !== this.threadId || this.isBusy || Date.now() < this.quietUntil) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.isBusy) return;
      // Refused while the element is busy with something else: the next change tries again.
      void this.read?.().catch(() => {});
    }, GATHER_MS);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }
}
