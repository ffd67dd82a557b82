'use client';

import { clsx } from 'clsx';
import { Sparkles } from 'lucide-react';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { ChatSplitter } from './ChatSplitter';
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
  const group = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { open, over, width } = chat;
  useEscape(over, chat.hide);
  useEffect(() => {
    if (!over) return;
    const button = opener.current;
    return () => button?.focus({ preventScroll: true });
  }, [over]);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="relative flex h-[calc(100dvh-3.5rem-1px)] overflow-hidden outline-none"
    >
      <div
        ref={group}
        className="flex min-w-0 flex-1"
        style={{ '--chat-width': `${width}%` } as CSSProperties}
      >
        <div
          id="list"
          className={clsx(
            'flex min-w-0 flex-1',
            // The browser may draw the list before it has read that there is a chat beside it.
            open && 'lg:max-w-[calc(100%-var(--chat-width)-1px)]',
          )}
          inert={over}
        >
          {list}
        </div>
        <ChatSplitter chat={chat} group={group} />
        {/* Where the chat lies over the list, it takes no room. */}
        <div id="chat" className={clsx('w-0 shrink-0', open && 'lg:w-(--chat-width)')}>
          <ChatPanel chat={chat}>{assistant}</ChatPanel>
        </div>
      </div>
      <button
        ref={opener}
        type="button"
        onClick={chat.show}
        aria-label="Open the assistant"
        className={clsx(
          'absolute right-4 bottom-4 z-20 grid size-14 place-items-center rounded-full border border-transparent bg-accent text-accent-ink shadow-3 hover:bg-accent-hover lg:hidden',
          // A message takes its place.
          'max-sm:[[data-telling]_&]:invisible',
          over && 'hidden',
        )}
      >
        <Sparkles size={22} aria-hidden />
      </button>
    </main>
  );
}

function ChatPanel({ chat, children }: { chat: ChatState; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  const { open, over } = chat;
  useEffect(() => {
    if (over && !panel.current?.contains(document.activeElement)) panel.current?.focus();
  }, [over]);
  return (
    <div
      ref={panel}
      id="assistant"
      tabIndex={-1}
      data-own-keys
      className={clsx(
        'h-full bg-surface outline-none',
        'max-lg:fixed max-lg:inset-0 max-lg:z-40 max-lg:h-dvh',
        over ? 'max-lg:animate-pop-in' : 'max-lg:hidden',
        !open && 'lg:hidden',
      )}
    >
      {children}
    </div>
  );
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
