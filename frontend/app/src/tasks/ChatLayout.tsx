'use client';

import { clsx } from 'clsx';
import { Sparkles } from 'lucide-react';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { CHAT_WIDTH } from './chat-place';
import type { ChatState } from './use-chat-place';

/** The list, and the chat beside it or over it. The chat is the same one in both places. */
export function ChatLayout({
  chat,
  list,
  assistant,
}: {
  chat: ChatState;
  list: ReactNode;
  assistant: ReactNode;
}) {
  const panel = usePanelRef();
  const { open, over, width } = chat;
  const hasTakenOver = useHasTakenOver();
  useEffect(() => {
    const handle = panel.current;
    if (!handle) return;
    if (open && handle.isCollapsed()) handle.resize(`${width}%`);
    else if (!open) handle.collapse();
  }, [panel, open, width]);
  useEscape(over, chat.hide);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="relative flex h-[calc(100dvh-3.5rem-1px)] overflow-hidden outline-none"
    >
      <Group
        id="tasks-and-chat"
        orientation="horizontal"
        defaultLayout={{ list: open ? 100 - width : 100, chat: open ? width : 0 }}
        onLayoutChanged={(layout, { isUserInteraction }) => {
          const size = layout.chat ?? 0;
          if (!isUserInteraction) return;
          if (size > 0) chat.resized({ open: true, width: size });
          else chat.hide();
        }}
        disabled={!chat.beside}
        // Where the chat lies over the list, its panel takes no room.
        className={clsx(
          'min-w-0 flex-1 max-lg:[&>#chat]:w-0! max-lg:[&>#chat]:flex-none!',
          // The browser may draw the list before it has read that there is a chat beside it.
          open && !hasTakenOver && 'lg:[&>#list]:max-w-(--list-width)!',
        )}
        style={{ '--list-width': `${100 - width}%` } as CSSProperties}
      >
        <Panel id="list" minSize="40" className="flex min-w-0" inert={over}>
          {list}
        </Panel>
        <Separator
          aria-label="Width of the assistant"
          className={clsx(
            'group relative z-10 hidden w-px bg-line outline-none lg:block',
            'focus-visible:bg-accent data-[separator=active]:bg-accent data-[separator=hover]:bg-line-strong',
            !open && 'lg:hidden',
          )}
        />
        <Panel
          id="chat"
          panelRef={panel}
          collapsible
          minSize={`${CHAT_WIDTH.least}`}
          maxSize={`${CHAT_WIDTH.most}`}
          className="overflow-visible!"
        >
          <ChatPanel chat={chat}>{assistant}</ChatPanel>
        </Panel>
      </Group>
      <button
        type="button"
        onClick={chat.show}
        aria-label="Open the assistant"
        className={clsx(
          'absolute right-4 bottom-4 z-20 grid size-14 place-items-center rounded-full bg-accent text-accent-ink shadow-3 hover:bg-accent-hover lg:hidden',
          over && 'hidden',
        )}
      >
        <Sparkles size={22} aria-hidden />
      </button>
    </main>
  );
}

function ChatPanel({ chat, children }: { chat: ChatState; children: ReactNode }) {
  const { open, over } = chat;
  return (
    <div
      id="assistant"
      data-own-keys
      className={clsx(
        'h-full bg-surface',
        'max-lg:fixed max-lg:inset-0 max-lg:z-40 max-lg:h-dvh',
        over ? 'max-lg:animate-pop-in' : 'max-lg:hidden',
        !open && 'lg:hidden',
      )}
    >
      {children}
    </div>
  );
}

/** Whether the first HTML has become the living page. */
function useHasTakenOver(): boolean {
  const [hasTakenOver, setHasTakenOver] = useState(false);
  useEffect(() => setHasTakenOver(true), []);
  return hasTakenOver;
}

/** Escape closes what lies over the page, unless something inside has a use for it. */
function useEscape(active: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) latest.current();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [active]);
}
