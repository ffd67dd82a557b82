'use client';

import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { ConnectionBanner } from '@/tasks/ConnectionBanner';
import { useWorkspace, WorkspaceProvider } from '@/tasks/data/WorkspaceProvider';
import { AssistantSkeleton } from './AssistantSkeleton';
import { AssistantBridge } from './assistant-bridge';

const Assistant = dynamic(() => import('./Assistant').then((module) => module.Assistant), {
  ssr: false,
  loading: AssistantSkeleton,
});

/** The chat as a page of its own. The address names the thread, so that it can be kept and shared between tabs. */
export function ChatScreen({ userId }: { userId: string }) {
  return (
    <main id="main" className="mx-auto flex h-[calc(100dvh-3.5rem-1px)] max-w-4xl flex-col">
      <h1 className="sr-only">Assistant</h1>
      <WorkspaceProvider userId={userId}>
        <div className="px-4 pt-3 empty:hidden">
          <ConnectionBanner />
        </div>
        <Chat />
      </WorkspaceProvider>
    </main>
  );
}

function Chat() {
  const workspace = useWorkspace();
  const router = useRouter();
  const named = useSearchParams().get('thread');
  const [bridge] = useState(() => new AssistantBridge());
  if (!workspace) return <AssistantSkeleton />;
  return (
    <div className="min-h-0 flex-1">
      <Assistant
        workspace={workspace}
        bridge={bridge}
        {...(named === null ? {} : { thread: named })}
        onThread={(thread) => {
          const url =
            thread === null ? '/chatkit' : `/chatkit?thread=${encodeURIComponent(thread)}`;
          window.history.replaceState(null, '', url);
        }}
        onOpenTask={(id) => router.push(`/tasks?task=${id}`)}
      />
    </div>
  );
}
