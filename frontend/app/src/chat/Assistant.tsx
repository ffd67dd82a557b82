'use client';

import { ChatKit, useChatKit } from '@openai/chatkit-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { fetchAbout } from '@/api/about';
import { Queries } from '@/api/Queries';
import { getConfig } from '@/lib/config';
import type { Workspace } from '@/tasks/data/workspace';
import { useTheme } from '@/ui/theme';
import { AssistantMissing } from './AssistantMissing';
import { AssistantSkeleton } from './AssistantSkeleton';
import { changedTasks, taskToOpen } from './actions';
import type { AssistantBridge } from './assistant-bridge';
import { attachmentOptions } from './attachments';
import { loadElement } from './load-element';
import { searchEntities, taskIdOf } from './task-entities';
import { CHAT_STYLE, chatTheme } from './theme';
import { ThreadMemory } from './thread-memory';
import { useThreadSync } from './use-thread-sync';

export interface AssistantProps {
  workspace: Workspace;
  bridge: AssistantBridge;
  /** A thread to begin with instead of the last one. */
  thread?: string | null;
  onThread?: (threadId: string | null) => void;
  onOpenTask: (id: number) => void;
  /** Shows a button that closes the chat. */
  onClose?: () => void;
}

/** The chat with the assistant. Its code comes when it is first shown. */
export function Assistant(props: AssistantProps) {
  const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading');
  useEffect(() => {
    if (state !== 'loading') return;
    loadElement(getConfig().chatElement).then(
      () => setState('there'),
      () => setState('failed'),
    );
  }, [state]);
  if (state === 'there') {
    return (
      <Queries>
        <Chat {...props} />
      </Queries>
    );
  }
  if (state === 'loading') return <AssistantSkeleton />;
  return <AssistantMissing onAgain={() => setState('loading')} />;
}

const PROMPTS = [
  { label: 'What is due today?', prompt: 'What is due today?', icon: 'calendar' },
  { label: 'Add a task for tomorrow', prompt: 'Add “Call the bank” tomorrow at 10', icon: 'plus' },
  { label: 'Show my tasks', prompt: 'Show my open tasks', icon: 'notebook' },
] as const;

function Chat({ workspace, bridge, thread, onThread, onOpenTask, onClose }: AssistantProps) {
  const { theme } = useTheme();
  const { apiUrl, chatElement, chatDomainKey } = getConfig();
  const [memory] = useState(() => new ThreadMemory(workspace.userId));
  const [initialThread] = useState(() => (thread === undefined ? memory.get() : thread));
  const about = useQuery({
    queryKey: ['about', apiUrl],
    queryFn: ({ signal }) => fetchAbout(apiUrl, signal),
    retry: 3,
  });
  const isOwn = chatElement === 'own';
  const sync = useThreadSync(workspace);
  const chat = useChatKit({
    api: {
      url: `${apiUrl}/api/v1/chatkit`,
      domainKey: chatDomainKey ?? '',
      fetch: workspace.api.http.fetch,
      uploadStrategy: { type: 'two_phase' },
      // The official element refuses what it does not know.
      ...(isOwn ? { idempotencyKeys: true } : {}),
    },
    theme: chatTheme(theme),
    frameTitle: 'Assistant',
    initialThread,
    header: {
      title: { enabled: true },
      ...(onClose ? { rightAction: { icon: 'close' as const, onClick: onClose } } : {}),
    },
    history: { enabled: true, showDelete: true, showRename: true },
    startScreen: { greeting: 'What shall we get done?', prompts: [...PROMPTS] },
    threadItemActions: { feedback: true, retry: true },
    composer: {
      placeholder: 'Ask or tell, @ names a task',
      attachments: attachmentOptions(about.data),
    },
    ...(about.data?.model.demo ? { disclaimer: { text: DEMO } } : {}),
    entities: {
      onTagSearch: async (query) => searchEntities(workspace.store.get().tasks.values(), query),
      showComposerMenu: true,
      onClick: (entity) => {
        const id = taskIdOf(entity.id);
        if (id !== null) onOpenTask(id);
      },
    },
    widgets: {
      onAction: async (action) => {
        const id = taskToOpen(action);
        if (id !== null) onOpenTask(id);
      },
    },
    thread: { autoScroll: true },
    onReady: () => connect(),
    onEffect: (effect) => workspace.highlights.add(changedTasks(effect)),
    onThreadChange: ({ threadId }) => {
      memory.set(threadId);
      onThread?.(threadId);
    },
    onResponseStart: () => sync.busy(true),
    onResponseEnd: () => sync.busy(false),
  });
  const connect = () => {
    bridge.connect(chat);
    sync.ready(() => chat.fetchUpdates());
  };
  const latest = useRef(connect);
  latest.current = connect;
  const told = useRef(onThread);
  useEffect(() => {
    // The thread that one begins with is no change, so the chat does not tell of it.
    if (initialThread !== null) told.current?.(initialThread);
  }, [initialThread]);
  useEffect(() => {
    // Ours takes calls as soon as it has its options, and may have said that it is ready before
    // anybody listened: React adds listeners when it finds the time.
    if (isOwn) latest.current();
    return () => bridge.disconnect();
  }, [isOwn, bridge]);
  return <ChatKit control={chat.control} className="block size-full" style={CHAT_STYLE} />;
}

const DEMO =
  'The built-in demo model answers: it works by rules. [Connect a real one](/settings#assistant)';
