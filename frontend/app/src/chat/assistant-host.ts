'use client';

import { createContext, use } from 'react';
import type { AssistantBridge } from './assistant-bridge';

/** What the page that shows the assistant does for it. */
export interface Guest {
  readonly onOpenTask: (id: number) => void;
  /** Hears which thread is shown, first and whenever that changes. */
  readonly onThread?: ((threadId: string | null) => void) | undefined;
  /** With it, the chat has a button that closes it. */
  readonly onClose?: (() => void) | undefined;
}

/** The one assistant of all pages. */
export interface AssistantHost {
  readonly bridge: AssistantBridge;
  /** Shows it inside `slot`, on `thread` if one is named; the returned function takes it out again. */
  enter(slot: HTMLElement, guest: () => Guest, thread: string | null): () => void;
}

export const AssistantHostContext = createContext<AssistantHost | null>(null);

export function useAssistantHost(): AssistantHost {
  const host = use(AssistantHostContext);
  if (!host) throw new Error('the assistant is shown outside of its host');
  return host;
}
