import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ThreadStreamEvent } from '../../src/core/protocol/events.js';
import type { Attachment, ThreadItem, UserMessageItem } from '../../src/core/protocol/items.js';
import type { Requests } from '../../src/core/protocol/requests.js';
import type { ThreadMetadata } from '../../src/core/protocol/threads.js';
import { type Scenario, scenarioFor, type Turn } from './scenarios.js';
import { NotFound, newId, pageOf, type Store } from './store.js';

type AnyRequest = {
  [T in keyof Requests]: { readonly type: T; readonly params: Requests[T] };
}[keyof Requests];

/** A ChatKit server with scripted answers, to be put behind any Node server. */
export function chatKitHandler(
  store: Store,
  origin: () => string,
  onRequest: (request: AnyRequest) => void = () => undefined,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    try {
      if (pathname === '/chatkit') {
        const body = JSON.parse((await readAll(request)).toString()) as AnyRequest;
        onRequest(body);
        return await answer(body, response, store, origin());
      }
      if (pathname === '/upload' || pathname.startsWith('/files/')) {
        return await transferFile(request, response, store, origin());
      }
      send(response, 404, { detail: 'no such path' });
    } catch (error) {
      const status = error instanceof NotFound ? 404 : 500;
      if (!response.headersSent) send(response, status, { detail: String(error) });
      else response.destroy();
    }
  };
}

async function answer(
  body: AnyRequest,
  response: ServerResponse,
  store: Store,
  origin: string,
): Promise<void> {
  const { type, params } = body;
  switch (type) {
    case 'threads.create': {
      const thread = store.createThread();
      const created = { type: 'thread.created', thread: withItems(thread) } as const;
      return stream(response, store, userTurn(store, thread, params.input), [created]);
    }
    case 'threads.add_user_message':
      return stream(response, store, userTurn(store, store.thread(params.thread_id), params.input));
    case 'threads.retry_after_item': {
      const items = store.itemsOf(params.thread_id);
      const index = items.findIndex((item) => item.id === params.item_id);
      items.splice(index + 1);
      const message = items[index] as UserMessageItem;
      return stream(response, store, scripted(store, params.thread_id, textOf(message), message));
    }
    case 'threads.add_client_tool_output':
      completeToolCall(store, params.thread_id, params.result);
      return stream(
        response,
        store,
        scripted(store, params.thread_id, 'tool result', { result: params.result }),
      );
    case 'threads.add_structured_input': {
      const item = answered(store, params.thread_id, params.item_id, params.input);
      store.put(item);
      return stream(response, store, scripted(store, params.thread_id, 'thanks'), [
        { type: 'thread.item.replaced', item },
      ]);
    }
    case 'threads.custom_action':
      return stream(
        response,
        store,
        scripted(store, params.thread_id, `action ${params.action.type}`, params.action),
      );
    case 'threads.sync_custom_action': {
      const item = store.itemsOf(params.thread_id).find((one) => one.id === params.item_id);
      return send(response, 200, item ? { updated_item: ticked(store, item) } : {});
    }
    case 'threads.get_by_id': {
      const items = pageOf(store.itemsOf(params.thread_id), { order: 'asc' });
      return send(response, 200, { ...store.thread(params.thread_id), metadata: {}, items });
    }
    case 'threads.list': {
      const page = pageOf([...store.threads.values()], params as object);
      return send(response, 200, { ...page, data: page.data.map(withItems) });
    }
    case 'threads.update': {
      const thread = { ...store.thread(params.thread_id), title: params.title };
      store.threads.set(thread.id, thread);
      return send(response, 200, withItems(thread));
    }
    case 'threads.delete':
      store.threads.delete(params.thread_id);
      store.items.delete(params.thread_id);
      return send(response, 200, {});
    case 'items.list':
      return send(response, 200, pageOf(store.itemsOf(params.thread_id), params as object));
    case 'attachments.create':
      return send(response, 200, twoPhaseAttachment(store, params, origin));
    case 'items.feedback':
    case 'attachments.delete':
      return send(response, 200, {});
    case 'input.transcribe':
      return send(response, 200, { text: 'transcribed' });
    default:
      send(response, 422, {
        detail: `unknown request ${String((body as { type: unknown }).type)}`,
      });
  }
}

function userTurn(
  store: Store,
  thread: ThreadMetadata,
  input: Requests['threads.create']['input'],
): Turn {
  const message: UserMessageItem = {
    type: 'user_message',
    id: newId('msg'),
    thread_id: thread.id,
    created_at: new Date().toISOString(),
    content: input.content,
    attachments: input.attachments.flatMap((id) => store.attachments.get(id) ?? []),
    ...(input.quoted_text && { quoted_text: input.quoted_text }),
    inference_options: input.inference_options,
  };
  store.put(message);
  return scripted(store, thread.id, textOf(message), message, [
    { type: 'thread.item.done', item: message },
  ]);
}

function scripted(
  store: Store,
  threadId: string,
  said: string,
  subject: unknown = null,
  before: readonly ThreadStreamEvent[] = [],
): Turn {
  const scenario: Scenario = scenarioFor(said);
  return { threadId, said, subject, store, before, scenario };
}

async function stream(
  response: ServerResponse,
  store: Store,
  turn: Turn,
  first: readonly ThreadStreamEvent[] = [],
): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-transform',
  });
  const write = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  for (const event of [...first, ...turn.before]) write(event);
  write({ type: 'stream_options', stream_options: { allow_cancel: true } });
  for await (const event of turn.scenario(turn)) {
    if (response.destroyed) return;
    if (event === 'drop') {
      response.destroy();
      return;
    }
    keep(store, turn.threadId, event);
    write(event);
  }
  response.end();
}

/** What is announced as done is stored before it is sent. */
function keep(store: Store, threadId: string, event: ThreadStreamEvent): void {
  if (event.type === 'thread.item.done' || event.type === 'thread.item.replaced') {
    store.put(event.item);
  }
  if (event.type === 'thread.item.removed') store.remove(threadId, event.item_id);
  if (event.type === 'thread.updated') {
    const { items: _, ...thread } = event.thread;
    store.threads.set(threadId, thread);
  }
}

function completeToolCall(store: Store, threadId: string, output: unknown): void {
  const item = store.itemsOf(threadId).at(-1);
  if (item?.type === 'client_tool_call') store.put({ ...item, status: 'completed', output });
}

function answered(
  store: Store,
  threadId: string,
  itemId: string,
  input: Requests['threads.add_structured_input']['input'],
): ThreadItem {
  const item = store.itemsOf(threadId).find((one) => one.id === itemId);
  if (item?.type !== 'structured_input') throw new NotFound('no such questions');
  const inputs = item.inputs.map((question) => ({
    ...question,
    answer: input.answers[question.id] ?? { values: [], skipped: true },
  }));
  return { ...item, status: input.status, inputs };
}

/** The answer to a synchronous action: the widget with a tick in its status. */
function ticked(store: Store, item: ThreadItem): ThreadItem {
  if (item.type !== 'widget') return item;
  const status = { text: `Saved at ${new Date().toLocaleTimeString('en')}`, icon: 'check' };
  const changed = { ...item, widget: { ...item.widget, status } };
  store.put(changed);
  return changed;
}

function twoPhaseAttachment(
  store: Store,
  params: Requests['attachments.create'],
  origin: string,
): Attachment {
  const attachment = attachmentOf(newId('atc'), params.name, params.mime_type, origin);
  store.attachments.set(attachment.id, attachment);
  const url = `${origin}/files/${attachment.id}`;
  return { ...attachment, upload_descriptor: { url, method: 'PUT', headers: { 'X-Upload': '1' } } };
}

function attachmentOf(id: string, name: string, mimeType: string, origin: string): Attachment {
  const base = { id, name, mime_type: mimeType };
  return mimeType.startsWith('image/')
    ? { ...base, type: 'image', preview_url: `${origin}/files/${id}` }
    : { ...base, type: 'file' };
}

async function transferFile(
  request: IncomingMessage,
  response: ServerResponse,
  store: Store,
  origin: string,
): Promise<void> {
  const id = new URL(request.url ?? '/', origin).pathname.split('/').at(-1) ?? '';
  if (request.method === 'GET') {
    const file = store.files.get(id);
    if (!file) return send(response, 404, { detail: 'no such file' });
    response.writeHead(200, { 'Content-Type': file.type }).end(file.bytes);
    return;
  }
  const bytes = await readAll(request);
  const type = request.headers['content-type'] ?? 'application/octet-stream';
  if (request.method === 'PUT') {
    store.files.set(id, { type, bytes });
    response.writeHead(204).end();
    return;
  }
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'Content-Type': type },
  }).formData();
  const file = form.get('file') as File;
  const attachment = attachmentOf(newId('atc'), file.name, file.type, origin);
  store.attachments.set(attachment.id, attachment);
  store.files.set(attachment.id, {
    type: file.type,
    bytes: Buffer.from(await file.arrayBuffer()),
  });
  send(response, 200, attachment);
}

function textOf(message: UserMessageItem): string {
  return message.content.map((part) => part.text).join('');
}

function withItems(thread: ThreadMetadata) {
  return { ...thread, metadata: {}, items: { data: [], has_more: false } };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
