import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Chat } from '../../chat/chat.js';
import type { Strings } from '../../i18n/strings.js';
import type { Scheme } from '../../theme/ramps.js';

/** What every view may reach. */
export interface ViewContext {
  readonly chat: Chat;
  readonly strings: Strings;
  readonly locale: string;
  readonly scheme: Scheme;
}

export const ChatContext = createContext<ViewContext | null>(null);

export function useView(): ViewContext {
  const view = useContext(ChatContext);
  if (!view) throw new Error('A view of the chat was drawn outside of it.');
  return view;
}

export function useChat(): Chat {
  return useView().chat;
}

export function useStrings(): Strings {
  return useView().strings;
}
