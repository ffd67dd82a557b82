'use client';

import { CloudOff } from 'lucide-react';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { useWorkspace } from './data/WorkspaceProvider';

/** Stands in the place of the list when nothing could be read. */
export function LoadFailure({ message }: { message: string }) {
  const workspace = useWorkspace();
  return (
    <EmptyState
      icon={<CloudOff size={22} />}
      title="Your tasks could not be loaded"
      action={<Button onClick={() => workspace?.retry()}>Try again</Button>}
    >
      {message}
    </EmptyState>
  );
}
