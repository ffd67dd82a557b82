'use client';

import { clsx } from 'clsx';
import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react';
import { CHAT_WIDTH, type ChatPlace } from './chat-place';
import { draggedTo, keyedTo } from './chat-width';
import type { ChatState } from './use-chat-place';

/** The line between list and chat: drag it, or move it by the arrow keys; far to the right, the chat closes. */
export function ChatSplitter({
  chat,
  group,
}: {
  chat: ChatState;
  /** What holds both, and the chat's width as `--chat-width`. */
  group: RefObject<HTMLDivElement | null>;
}) {
  const [isDragging, setIsDragging] = useState(false);
  const settle = (next: ChatPlace) => (next.open ? chat.resized(next) : chat.hide());
  const placeAt = (event: PointerEvent): ChatPlace | null => {
    const box = group.current?.getBoundingClientRect();
    return box ? draggedTo((box.right - event.clientX) / box.width, chat.width) : null;
  };
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setIsDragging(true);
  };
  const move = (event: PointerEvent) => {
    const next = isDragging ? placeAt(event) : null;
    // Past React, or each step would draw both sides anew.
    if (next) group.current?.style.setProperty('--chat-width', `${next.width}%`);
  };
  const up = (event: PointerEvent) => {
    const next = isDragging ? placeAt(event) : null;
    setIsDragging(false);
    if (next) settle(next);
  };
  const cancel = () => {
    setIsDragging(false);
    group.current?.style.setProperty('--chat-width', `${chat.width}%`);
  };
  const keys = (event: KeyboardEvent) => {
    const next = keyedTo(event.key, chat.width);
    if (!next) return;
    event.preventDefault();
    settle(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be moved
    <div
      role="separator"
      aria-label="Width of the assistant"
      aria-orientation="vertical"
      aria-controls="chat"
      aria-valuenow={Math.round(chat.width)}
      aria-valuemin={CHAT_WIDTH.least}
      aria-valuemax={CHAT_WIDTH.most}
      tabIndex={0}
      data-own-keys
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
      onKeyDown={keys}
      className={clsx(
        // Wider to the hand than to the eye.
        'relative z-10 hidden w-px shrink-0 cursor-col-resize touch-none outline-none before:absolute before:inset-y-0 before:-inset-x-1.5 focus-visible:bg-accent',
        isDragging ? 'bg-accent' : 'bg-line hover:bg-line-strong',
        chat.open && 'lg:block',
      )}
    />
  );
}
