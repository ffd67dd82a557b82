'use client';

import { clsx } from 'clsx';
import { MessageSquarePlus } from 'lucide-react';
import { asApiError } from '@/api/api-error';
import type { Workspace } from '@/tasks/data/workspace';
import { dayOf } from '@/tasks/model/calendar';
import { dayWords } from '@/tasks/model/wording';
import { Button } from '@/ui/Button';
import { type ThreadSummary, useThreads } from './use-threads';

/** Earlier conversations, as a column beside the chat where there is room. */
export function ConversationList({
  workspace,
  thread,
  onOpen,
}: {
  workspace: Workspace;
  thread: string | null;
  onOpen: (thread: string | null) => void;
}) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useThreads(workspace);
  const threads = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <nav
      aria-label="Conversations"
      className="hidden w-72 shrink-0 flex-col border-r border-line bg-canvas lg:flex"
    >
      <div className="p-3">
        <Button className="w-full" onClick={() => onOpen(null)}>
          <MessageSquarePlus size={16} aria-hidden className="text-accent-text" />
          New chat
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4">
        <ul className="grid gap-0.5">
          {threads.map((summary) => (
            <Item key={summary.id} summary={summary} here={summary.id === thread} onOpen={onOpen} />
          ))}
        </ul>
        {error ? (
          <p role="alert" className="px-2.5 py-2 text-sm text-ink-soft">
            {asApiError(error).message}{' '}
            <button type="button" className="link" onClick={() => void refetch()}>
              Try again
            </button>
          </p>
        ) : null}
        {!error && !isPending && threads.length === 0 ? (
          <p className="px-2.5 py-2 text-sm text-ink-faint">
            What you talk about is kept here, to go on with later.
          </p>
        ) : null}
        {hasNextPage ? (
          <Button
            variant="quiet"
            className="mt-1 w-full"
            busy={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Show older ones
          </Button>
        ) : null}
      </div>
    </nav>
  );
}

function Item({
  summary,
  here,
  onOpen,
}: {
  summary: ThreadSummary;
  here: boolean;
  onOpen: (thread: string) => void;
}) {
  const begun = dayOf(new Date(summary.created_at));
  return (
    <li>
      <button
        type="button"
        aria-current={here ? 'true' : undefined}
        onClick={() => onOpen(summary.id)}
        className={clsx(
          'flex w-full flex-col rounded-md px-2.5 py-2 text-left transition-colors duration-100',
          here ? 'bg-accent-soft' : 'hover:bg-hover',
        )}
      >
        <span
          dir="auto"
          className={clsx('w-full truncate text-sm', here && 'font-medium text-accent-text')}
        >
          {summary.title ?? 'Untitled'}
        </span>
        <span className="text-2xs text-ink-faint">{dayWords(begun, dayOf(new Date()))}</span>
      </button>
    </li>
  );
}
