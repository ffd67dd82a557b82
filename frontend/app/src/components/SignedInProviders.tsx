'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Toaster } from '@/ui/Toaster';
import { TooltipProvider } from '@/ui/Tooltip';

// One for the life of the browser's page, so that going from page to page keeps what was loaded.
// The server makes one for each request: what it holds is one person's.
let kept: QueryClient | undefined;

function queryClient(): QueryClient {
  if (typeof window === 'undefined') return new QueryClient();
  kept ??= new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  return kept;
}

/** What the pages for those who are signed in stand on; the others load none of it. */
export function SignedInProviders({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient()}>
      <TooltipProvider>
        {children}
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
