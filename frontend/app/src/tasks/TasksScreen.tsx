'use client';

import { AssistantSkeleton } from '@/chat/AssistantSkeleton';
import { AssistantSlot } from '@/chat/AssistantSlot';
import { useAssistantHost } from '@/chat/assistant-host';
import { ChatLayout } from './ChatLayout';
import type { ChatPlace } from './chat-place';
import { TasksPane } from './TasksPane';
import { useChatPlace } from './use-chat-place';
import { usePlace } from './view/use-place';

/** The list beside the assistant. */
export function TasksScreen({ initialChat }: { initialChat: ChatPlace }) {
  const place = usePlace();
  const chat = useChatPlace(initialChat);
  const { bridge } = useAssistantHost();
  return (
    <ChatLayout
      chat={chat}
      list={<TasksPane place={place} chat={chat} bridge={bridge} />}
      assistant={
        chat.wanted ? (
          <AssistantSlot
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
