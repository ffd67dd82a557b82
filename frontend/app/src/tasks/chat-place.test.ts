import { describe, expect, it } from 'vitest';
import { CHAT_WIDTH, chatCookie, readChatPlace } from './chat-place';

const cookieOf = (line: string) => line.match(/^[^=]+=([^;]*)/)?.[1];

describe('the place of the chat', () => {
  it('is read as it was written', () => {
    const place = { open: false, width: 41.5 };
    expect(readChatPlace(cookieOf(chatCookie(place)))).toEqual(place);
    expect(readChatPlace(cookieOf(chatCookie({ open: true, width: 33.3333 })))).toEqual({
      open: true,
      width: 33.33,
    });
  });

  it('is the usual one for whoever was never here, or plays with the cookie', () => {
    for (const cookie of [undefined, '', 'open', 'open-abc', 'ajar-30', 'open-30;x']) {
      expect(readChatPlace(cookie)).toEqual({ open: true, width: CHAT_WIDTH.usual });
    }
  });

  it('never leaves one side without room', () => {
    expect(readChatPlace('open-1').width).toBe(CHAT_WIDTH.least);
    expect(readChatPlace('open-99').width).toBe(CHAT_WIDTH.most);
  });
});
