/** Whether the chat is open beside the list, and how wide, in percent. */
export interface ChatPlace {
  readonly open: boolean;
  readonly width: number;
}

export const CHAT_COOKIE = 'taskpilot-chat';
export const CHAT_WIDTH = { least: 24, most: 60, usual: 34 };

const DEFAULT: ChatPlace = { open: true, width: CHAT_WIDTH.usual };
const YEAR_SECONDS = 31_536_000;

/** Reads the cookie. It is a cookie so that the first HTML has the page's shape already. */
export function readChatPlace(cookie: string | undefined): ChatPlace {
  const [, state, width] = cookie?.match(/^(open|closed)-(\d{1,2}(?:\.\d{1,2})?)$/) ?? [];
  if (!state || !width) return DEFAULT;
  const number = Math.min(CHAT_WIDTH.most, Math.max(CHAT_WIDTH.least, Number(width)));
  return { open: state === 'open', width: number };
}

/** Writes the cookie's line. */
export function chatCookie({ open, width }: ChatPlace): string {
  const state = open ? 'open' : 'closed';
  const value = `${state}-${Math.round(width * 100) / 100}`;
  return `${CHAT_COOKIE}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
