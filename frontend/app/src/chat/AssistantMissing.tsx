import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';

/** Stands where the chat would be, if its code could not be had. */
export function AssistantMissing({ onAgain }: { onAgain: () => void }) {
  return (
    <EmptyState
      title="The chat could not be loaded"
      action={<Button onClick={onAgain}>Try again</Button>}
    >
      Your tasks are not touched by this. Check the connection, and try again.
    </EmptyState>
  );
}
