import { describe, expect, it, vi } from 'vitest';
import { ChatKitClient } from './chatkit-client.js';
import { ClientSecrets } from './client-secret.js';
import type { ChatKitRequestError } from './errors.js';
import type { TransportConfig } from './transport.js';

type Answer = () => Response | Promise<Response>;

function clientOf(answers: Answer[], config: Partial<TransportConfig> = {}) {
  const fetch = vi.fn(async () => {
    const answer = answers.shift();
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  });
  const client = new ChatKitClient({
    url: 'https://api.example/chatkit',
    fetch: fetch as unknown as typeof globalThis.fetch,
    locale: 'ur',
    sendsIdempotencyKeys: true,
    ...config,
  });
  const sent = (n: number) => (fetch.mock.calls[n] as unknown as [string, RequestInit])[1];
  return { client, fetch, sent };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

const sse = (text: string) => () =>
  new Response(text, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });

async function failure(work: Promise<unknown>): Promise<ChatKitRequestError> {
  return work.then(
    () => expect.unreachable(),
    (error: ChatKitRequestError) => error,
  );
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

describe('ChatKitClient', () => {
  it('posts the envelope of the protocol', async () => {
    const { client, sent } = clientOf([json({ data: [], has_more: false })]);
    await client.request('items.list', { thread_id: 't', limit: 3, after: undefined });
    expect(JSON.parse(String(sent(0).body))).toEqual({
      type: 'items.list',
      params: { thread_id: 't', limit: 3 },
      metadata: {},
    });
    expect(sent(0).headers).toEqual({
      'Content-Type': 'application/json',
      'Accept-Language': 'ur',
    });
  });

  it('streams events and passes over keep-alive comments and unknown shapes', async () => {
    const { client } = clientOf([
      sse(
        ': ping\n\ndata: {"type":"progress_update","text":"hi"}\n\ndata: 7\n\ndata: {"type":"x"}\n\n',
      ),
    ]);
    const input = { content: [], attachments: [], inference_options: {} };
    const events = await all(client.stream('threads.create', { input }));
    expect(events).toEqual([{ type: 'progress_update', text: 'hi' }, { type: 'x' }]);
  });

  it('sends an idempotency key only where the server may allow the header', async () => {
    const params = { input: { content: [], attachments: [], inference_options: {} } };
    const first = clientOf([sse(': end\n\n')]);
    await all(first.client.stream('threads.create', params, { idempotencyKey: 'k' }));
    expect(first.sent(0).headers).toHaveProperty('Idempotency-Key', 'k');
    const second = clientOf([sse(': end\n\n')], { sendsIdempotencyKeys: false });
    await all(second.client.stream('threads.create', params, { idempotencyKey: 'k' }));
    expect(second.sent(0).headers).not.toHaveProperty('Idempotency-Key');
  });

  it('gets a new secret when the one it has is refused, once', async () => {
    const secrets = ['old', 'new'];
    const { client, sent } = clientOf([json({}, 401), json({})], {
      secrets: new ClientSecrets(async () => secrets.shift() ?? 'none'),
    });
    await client.request('threads.delete', { thread_id: 't' });
    expect(sent(0).headers).toHaveProperty('Authorization', 'Bearer old');
    expect(sent(1).headers).toHaveProperty('Authorization', 'Bearer new');
  });

  it.each([
    [json({ detail: 'There is no such thread.' }, 404), 'not_found', 'There is no such thread.'],
    [json({ error: { message: 'taken' } }, 409), 'conflict', 'taken'],
    [json({}, 503), 'unavailable', 'The server answered 503.'],
    [() => new Response('<html>', { status: 500 }), 'server', 'The server answered 500.'],
    [json({}, 403), 'unauthorized', 'The server answered 403.'],
    [json({ title: 'no' }, 422), 'rejected', 'no'],
    [() => new Response('<html>'), 'malformed', 'The server sent something unreadable.'],
  ])('names what went wrong (%#)', async (answer, kind, message) => {
    const { client } = clientOf([answer]);
    const error = await failure(client.request('threads.get_by_id', { thread_id: 't' }));
    expect(error).toMatchObject({ kind, message });
  });

  it('tells a lost connection from a cancel', async () => {
    const { client } = clientOf([]);
    const lost = await failure(client.request('threads.get_by_id', { thread_id: 't' }));
    expect(lost).toMatchObject({ kind: 'connection', isTransient: true });
    const abort = new AbortController();
    abort.abort();
    const options = { signal: abort.signal };
    const cancelled = await failure(
      client.request('threads.get_by_id', { thread_id: 't' }, options),
    );
    expect(cancelled).toBeInstanceOf(TypeError);
  });

  it('refuses a page in the place of a stream', async () => {
    const { client } = clientOf([
      () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
    ]);
    const params = { thread_id: 't', result: {} };
    const error = await failure(all(client.stream('threads.add_client_tool_output', params)));
    expect(error.kind).toBe('malformed');
  });
});
