'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useLayoutEffect, useState } from 'react';
import { Queries } from '@/api/Queries';
import { ConnectionBanner } from '@/tasks/ConnectionBanner';
import { useWorkspace } from '@/tasks/data/WorkspaceProvider';
import { AssistantSkeleton } from './AssistantSkeleton';
import { AssistantSlot } from './AssistantSlot';
import { useAssistantHost } from './assistant-host';
import { ConversationList } from './ConversationList';

/** The chat as a page of its own. The address names the thread, so that it can be kept and shared between tabs. */
export function ChatScreen() {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex h-[calc(100dvh-3.5rem-1px)] flex-col bg-surface outline-none"
    >
      <h1 className="sr-only">Assistant</h1>
      <div className="px-4 pt-3 empty:hidden">
        <ConnectionBanner />
      </div>
      <Chat />
    </main>
  );
}

function Chat() {
  const workspace = useWorkspace();
  const router = useRouter();
  const named = useSearchParams().get('thread');
  const { bridge } = useAssistantHost();
  const [thread, setThread] = useState<string | null>(named);
  const [isLive, setIsLive] = useState(false);
  // The first HTML has no conversations, and the browser begins with what stands there.
  useLayoutEffect(() => setIsLive(true), []);
  if (!workspace || !isLive) return <AssistantSkeleton />;
  return (
    <div className="flex min-h-0 flex-1">
      <Queries>
        <ConversationList workspace={workspace} thread={thread} onOpen={(id) => bridge.open(id)} />
      </Queries>
      <div className="min-w-0 flex-1">
        <AssistantSlot
          thread={named}
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
