'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { errorOf } from '@/api/api-error';
import type { Workspace } from '@/tasks/data/workspace';

/** A conversation as the chat's protocol lists it; by this id the chat opens it. */
export interface ThreadSummary {
  readonly id: string;
  readonly title?: string | null;
  readonly created_at: string;
}

interface ThreadPage {
  readonly data: readonly ThreadSummary[];
  readonly has_more: boolean;
  readonly after?: string | null;
}

const PAGE_ROWS = 50;

/** The user's threads, newest first, read again when one of them changes. */
export function useThreads(workspace: Workspace) {
  const { userId } = workspace;
  const client = useQueryClient();
  useEffect(
    () =>
      workspace.onConversation(() => {
        void client.invalidateQueries({ queryKey: ['threads', userId] });
      }),
    [workspace, client, userId],
  );
  return useInfiniteQuery({
    queryKey: ['threads', userId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => listThreads(workspace, pageParam, signal),
    getNextPageParam: (page) => (page.has_more ? (page.after ?? null) : null),
    retry: 2,
  });
}

async function listThreads(
  { api }: Workspace,
  after: string | null,
  signal: AbortSignal,
): Promise<ThreadPage> {
  const params = { limit: PAGE_ROWS, order: 'desc', ...(after === null ? {} : { after }) };
  const response = await api.http.fetch(`${api.url}/api/v1/chatkit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'threads.list', params }),
    signal,
  });
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as ThreadPage;
}
