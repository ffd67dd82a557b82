import { describe, expect, it, vi } from 'vitest';
import { plainText } from '../core/drafts/tagged-text.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { ChatOptions } from '../options/resolved.js';
import { Chat } from './chat.js';

const stamps = { thread_id: 'thr', created_at: '2026-01-01T00:00:00Z' };
const thread = { id: 'thr', created_at: stamps.created_at, items: { data: [], has_more: false } };

interface Sent {
  readonly type: string;
  readonly params: Record<string, unknown>;
  readonly key: string | undefined;
}

/** What the server does with a request: answer with events or a document, or break. */
type Reply = readonly object[] | object | Error | Promise<object>;

function chatWith(replies: Reply[], options: Partial<ChatOptions> = {}) {
  const sent: Sent[] = [];
  const seen: [string, unknown][] = [];
  const fetch = async (_url: unknown, init: RequestInit) => {
    const { type, params } = JSON.parse(String(init.body));
    const headers = init.headers as Record<string, string>;
    sent.push({ type, params, key: headers['Idempotency-Key'] });
    const reply = (await replies.shift()) ?? new TypeError('Failed to fetch');
    if (reply instanceof Error) throw reply;
    if (!Array.isArray(reply)) return Response.json(reply);
    const body = reply.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  const chat = new Chat({
    emit: (type, detail) => void seen.push([type, detail]),
    sendWithProgress: vi.fn(),
    draftStorage: null,
    previewOf: () => 'blob:preview',
    releasePreview: () => {},
    baseUrl: 'https://page.example/path',
  });
  const api = { url: '/chatkit', fetch: fetch as typeof globalThis.fetch };
  chat.setOptions(resolveOptions({ api, ...options }));
  const names = () => seen.map(([name]) => name.replace('chatkit.', ''));
  return { chat, sent, seen, names };
}

function userItem(text: string, id = 'u1') {
  const content = [{ type: 'input_text', text }];
  return { type: 'user_message', id, ...stamps, content, attachments: [] };
}

const created = { type: 'thread.created', thread };
const userDone = (text: string, id?: string) => ({
  type: 'thread.item.done',
  item: userItem(text, id),
});
const answerDone = (text: string, id = 'a1') => ({
  type: 'thread.item.done',
  item: {
    type: 'assistant_message',
    id,
    ...stamps,
    content: [{ type: 'output_text', text, annotations: [] }],
  },
});

async function send(chat: Chat, text: string): Promise<void> {
  chat.composer.setContent(plainText(text));
  await chat.sendDraft();
  await vi.waitFor(() => expect(chat.isBusy.value).toBe(false));
}

describe('Chat', () => {
  it('replaces the bubble by the item of the server, once', async () => {
    const { chat } = chatWith([[created, userDone('hi'), answerDone('hello')]]);
    await send(chat, 'hi');
    expect(chat.conversation.value.state.value.items.map(({ id }) => id)).toEqual(['u1', 'a1']);
    expect(chat.composer.draft.value.content.text).toBe('');
  });

  it('sends the same draft under the same key when it is sent again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { chat, sent } = chatWith([]);
    const failToSend = async () => {
      const sending = chat.sendDraft();
      await vi.runAllTimersAsync();
      await sending;
    };
    chat.composer.setContent(plainText('hi'));
    await failToSend();
    expect(sent).toHaveLength(6);
    expect(chat.sendFailure.value).not.toBeNull();
    expect(chat.conversation.value.state.value.items).toEqual([]);
    await failToSend();
    const [key] = sent.map((one) => one.key);
    expect(new Set(sent.map((one) => one.key))).toEqual(new Set([key]));
    chat.composer.setContent(plainText('something else'));
    await failToSend();
    expect(sent.at(-1)?.key).not.toBe(key);
    vi.useRealTimers();
  });

  it('does not repeat by itself what may have reached a server that cannot tell', async () => {
    const { chat, sent } = chatWith([new TypeError('Failed to fetch')], {});
    chat.setOptions({
      ...chat.options(),
      api: { ...chat.options().api, idempotencyKeys: false },
    });
    await send(chat, 'hi');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.key).toBeUndefined();
    expect(chat.composer.draft.value.content.text).toBe('hi');
  });

  it('puts what could not be sent before what was typed since', async () => {
    const { chat } = chatWith([Response.error()]);
    chat.composer.setContent(plainText('first'));
    const sending = chat.sendDraft();
    chat.composer.setContent(plainText('second'));
    await sending;
    expect(chat.composer.draft.value.content.text).toBe('first\nsecond');
  });

  it('sends nothing without a file that was chosen for it', async () => {
    const { chat, sent } = chatWith([[created, userDone('look'), answerDone('yes')]]);
    const file = { key: 'k', name: 'plan.pdf', mimeType: 'application/pdf' };
    chat.composer.update((draft) => ({
      ...draft,
      content: plainText('look'),
      attachments: [{ ...file, status: 'failed', reason: 'no network' }],
    }));
    await chat.sendDraft();
    expect(sent).toEqual([]);
    expect(chat.attachments.missing.value).toEqual(['plan.pdf']);
    expect(chat.composer.draft.value.content.text).toBe('look');
    const [failed] = chat.composer.draft.value.attachments;
    if (failed) chat.attachments.remove(failed);
    expect(chat.attachments.missing.value).toEqual([]);
    await chat.sendDraft();
    expect(sent).toHaveLength(1);
  });

  it('pairs the start and the end of every answer', async () => {
    const { chat, names } = chatWith([
      [created, userDone('hi'), answerDone('a')],
      [userDone('more', 'u2'), { type: 'error', code: 'stream.error', allow_retry: true }],
      { error: 'not a stream' },
    ]);
    await send(chat, 'hi');
    await send(chat, 'more');
    await send(chat, 'and more');
    expect(names()).toEqual([
      'thread.change',
      'response.start',
      'response.end',
      'response.start',
      'error',
      'response.end',
      'response.start',
      'error',
      'response.end',
    ]);
  });

  it('tells the agent what went wrong in a client tool', async () => {
    const call = {
      type: 'client_tool_call',
      id: 'c1',
      ...stamps,
      status: 'pending',
      call_id: 'call',
      name: 'fails',
      arguments: {},
    };
    const { chat, sent } = chatWith(
      [[created, userDone('hi'), { type: 'thread.item.done', item: call }], [answerDone('sorry')]],
      {
        onClientTool: () => {
          throw new Error('no such page');
        },
      },
    );
    await send(chat, 'hi');
    expect(sent[1]).toMatchObject({
      type: 'threads.add_client_tool_output',
      params: { thread_id: 'thr', result: { error: 'no such page' } },
    });
  });

  it('drops what a retry replaces, also what the server deletes without a word', async () => {
    const { chat } = chatWith([
      [created, userDone('hi'), answerDone('old')],
      [
        { type: 'stream_options', stream_options: { allow_cancel: true } },
        { ...answerDone('new'), item: { ...answerDone('new').item, id: 'a2' } },
      ],
    ]);
    await send(chat, 'hi');
    await chat.retry('u1');
    expect(chat.conversation.value.state.value.items.map(({ id }) => id)).toEqual(['u1', 'a2']);
  });

  it('keeps the old answer if the retry is refused', async () => {
    const { chat } = chatWith([[created, userDone('hi'), answerDone('old')], { detail: 'no' }]);
    await send(chat, 'hi');
    await chat.retry('u1');
    expect(chat.conversation.value.state.value.items.map(({ id }) => id)).toEqual(['u1', 'a1']);
    expect(chat.sendFailure.value).not.toBeNull();
  });

  it('keeps the text if the server refuses with an error event', async () => {
    const refusal = { type: 'error', code: 'custom', message: 'busy', allow_retry: true };
    const { chat } = chatWith([[created, userDone('hi'), answerDone('a')], [refusal], [refusal]]);
    await send(chat, 'hi');
    await send(chat, 'more');
    expect(chat.composer.draft.value.content.text).toBe('more');
    expect(chat.sendFailure.value?.message).toBe('busy');
    expect(chat.conversation.value.state.value.items.map(({ id }) => id)).toEqual(['u1', 'a1']);
    await chat.retry('u1');
    expect(chat.conversation.value.state.value.items.map(({ id }) => id)).toEqual(['u1', 'a1']);
    expect(chat.conversation.value.state.value.error?.message).toBe('busy');
  });

  it('takes feedback back if the server does not take it', async () => {
    const { chat } = chatWith([[created, userDone('hi'), answerDone('a')], new TypeError('gone')]);
    await send(chat, 'hi');
    await expect(chat.feedback.give(['a1'], 'positive')).rejects.toThrow();
    expect(chat.feedback.given.value.size).toBe(0);
  });

  it('keeps an answer that came while older news were on their way', async () => {
    let arrive = (_: object) => {};
    const old = new Promise<object>((resolve) => {
      arrive = resolve;
    });
    const items = [userDone('one'), answerDone('1'), userDone('two', 'u2'), answerDone('2', 'a2')];
    const page = (count: number) => ({
      data: items
        .slice(0, count)
        .map(({ item }) => item)
        .toReversed(),
      has_more: false,
    });
    const { chat } = chatWith([
      [created, ...items.slice(0, 2)],
      thread,
      old,
      items.slice(2),
      thread,
      page(4),
    ]);
    await send(chat, 'one');
    const refreshed = chat.conversation.value.refresh();
    await send(chat, 'two');
    arrive(page(2));
    await refreshed;
    const ids = chat.conversation.value.state.value.items.map((item) => item.id);
    expect(ids).toEqual(['u1', 'a1', 'u2', 'a2']);
  });

  it('says what is missing when there is no address', async () => {
    const { chat } = chatWith([]);
    chat.setOptions(resolveOptions({ api: {} }));
    await send(chat, 'hi');
    expect(chat.sendFailure.value?.message).toMatch(/set api.url/);
    expect(chat.composer.draft.value.content.text).toBe('hi');
  });
});
