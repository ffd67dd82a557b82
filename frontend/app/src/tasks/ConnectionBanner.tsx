'use client';

import { useEffect, useState } from 'react';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { useConnection, useTaskSnapshot, useWorkspace } from './data/WorkspaceProvider';
import { count } from './model/wording';

/** A reconnection that takes no longer is nobody's business. */
const PATIENCE_MS = 700;

/** Says that the server cannot be reached, and that nothing is lost. It goes by itself. */
export function ConnectionBanner() {
  const workspace = useWorkspace();
  const state = useConnection();
  const { waiting } = useTaskSnapshot();
  const isLost = state === 'offline' || state === 'down';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(isLost), isLost ? PATIENCE_MS : 0);
    return () => clearTimeout(timer);
  }, [isLost]);
  if (!shown || !isLost) return null;
  const kept =
    waiting.size > 0 ? ` ${count(waiting.size, 'change')} will be sent when it is back.` : '';
  return (
    <Banner
      tone="warning"
      className="mb-3"
      action={
        state === 'down' ? (
          <Button className="-my-1 h-8 px-3" onClick={() => workspace?.retry()}>
            Try now
          </Button>
        ) : null
      }
    >
      {state === 'offline'
        ? `You are offline. What you see may be old.${kept}`
        : `The server cannot be reached; the page keeps trying.${kept}`}
    </Banner>
  );
}
