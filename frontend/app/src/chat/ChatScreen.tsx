'use client';

import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { ConnectionBanner } from '@/tasks/ConnectionBanner';
import { useWorkspace, WorkspaceProvider } from '@/tasks/data/WorkspaceProvider';
import { AssistantSkeleton } from './AssistantSkeleton';
import { AssistantBridge } from './assistant-bridge';
import { ConversationList } from './ConversationList';

const Assistant = dynamic(() => import('./Assistant').then((module) => module.Assistant), {
  ssr: false,
  loading: AssistantSkeleton,
});

/** The chat as a page of its own. The address names the thread, so that it can be kept and shared between tabs. */
export function ChatScreen({ userId }: { userId: string }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex h-[calc(100dvh-3.5rem-1px)] flex-col bg-surface outline-none"
    >
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
  const [thread, setThread] = useState<string | null>(named);
  if (!workspace) return <AssistantSkeleton />;
  return (
    <div className="flex min-h-0 flex-1">
      <ConversationList workspace={workspace} thread={thread} onOpen={(id) => bridge.open(id)} />
      <div className="min-w-0 flex-1">
        <Assistant
          workspace={workspace}
          bridge={bridge}
          {...(named === null ? {} : { thread: named })}
          onThread={(id) => {
            setThread(id);
            window.history.replaceState(null, '', chatUrl(id));
          }}
          onOpenTask={(id) => router.push(`/tasks?task=${id}`)}
        />
      </div>
    </div>
  );
}

function chatUrl(thread: string | null): string {
  return thread === null ? '/chatkit' : `/chatkit?thread=${encodeURIComponent(thread)}`;
}
