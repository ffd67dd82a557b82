'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';

// One for the life of the browser's page, so that going from page to page keeps what was loaded.
// The server makes one for each request: what it holds is one person's.
let kept: QueryClient | undefined;

function queryClient(): QueryClient {
  if (typeof window === 'undefined') return new QueryClient();
  kept ??= new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  return kept;
}

/** For what asks the server with `useQuery`. It stands around those parts alone: the list needs none of it. */
export function Queries({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queryClient()}>{children}</QueryClientProvider>;
}
