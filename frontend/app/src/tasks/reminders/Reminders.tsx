'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { onIdle } from '@/lib/idle';
import { useWorkspace } from '../data/WorkspaceProvider';

/** Tells of tasks when their time comes, on every page. */
export function Reminders() {
  const workspace = useWorkspace();
  const router = useRouter();
  const path = usePathname();
  const open = useRef((_id: number) => {});
  open.current = (id) => {
    const url = `/tasks?task=${id}`;
    // The list takes its place from the address, and asks no server.
    if (path === '/tasks') window.history.pushState(null, '', url);
    else router.push(url);
  };
  useEffect(() => {
    if (!workspace) return;
    let stop = () => {};
    let isOver = false;
    const begin = async () => {
      const [{ watchDue }, { remind }] = await Promise.all([
        import('./watch-due'),
        import('./remind'),
      ]);
      if (isOver) return;
      const tasks = () => workspace.store.get().tasks.values();
      stop = watchDue(tasks, (task) => remind(task, (id) => open.current(id)));
    };
    const giveUp = onIdle(() => {
      begin().catch(() => {});
    });
    return () => {
      isOver = true;
      giveUp();
      stop();
    };
  }, [workspace]);
  return null;
}
