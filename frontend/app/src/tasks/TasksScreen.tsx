'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { AssistantSkeleton } from '@/chat/AssistantSkeleton';
import { AssistantBridge } from '@/chat/assistant-bridge';
import { ChatLayout } from './ChatLayout';
import type { ChatPlace } from './chat-place';
import { useWorkspace, WorkspaceProvider } from './data/WorkspaceProvider';
import { TasksPane } from './TasksPane';
import { useChatPlace } from './use-chat-place';
import { usePlace } from './view/use-place';

const Assistant = dynamic(() => import('@/chat/Assistant').then((module) => module.Assistant), {
  ssr: false,
  loading: AssistantSkeleton,
});

/** The list beside the assistant. */
export function TasksScreen({ userId, chat }: { userId: string; chat: ChatPlace }) {
  return (
    <WorkspaceProvider userId={userId}>
      <Screen initialChat={chat} />
    </WorkspaceProvider>
  );
}

function Screen({ initialChat }: { initialChat: ChatPlace }) {
  const workspace = useWorkspace();
  const place = usePlace();
  const chat = useChatPlace(initialChat);
  const [bridge] = useState(() => new AssistantBridge());
  return (
    <ChatLayout
      chat={chat}
      list={<TasksPane place={place} chat={chat} bridge={bridge} />}
      assistant={
        workspace && chat.wanted ? (
          <Assistant
            workspace={workspace}
            bridge={bridge}
            onOpenTask={(id) => {
              place.openTask(id);
              // On a phone the chat lies over the list.
              if (!chat.isBeside()) chat.hide();
            }}
            onClose={chat.hide}
          />
        ) : (
          <AssistantSkeleton />
        )
      }
    />
  );
}
