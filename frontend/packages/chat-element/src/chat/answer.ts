import { batch } from '@preact/signals-core';
import { ChatKitRequestError, isAbort } from '../core/client/errors.js';
import { openWithBackoff } from '../core/client/open-stream.js';
import type { ThreadStreamEvent } from '../core/protocol/events.js';
import type { ClientToolCallItem } from '../core/protocol/items.js';
import { applyEvent } from '../core/reducer/apply-event.js';
import { beginAnswer, endAnswer } from '../core/reducer/thread-state.js';
import { callClientTool } from './client-tools.js';
import type { Conversation } from './conversation.js';
import { asError } from './events.js';
import { isLocal } from './messages.js';

type Stream = AsyncGenerator<ThreadStreamEvent, void, undefined>;

export interface AnswerOptions {
  readonly open: (signal: AbortSignal) => Stream;
  /** Whether opening may be tried again although the first try may have reached the server. */
  readonly isRepeatable: boolean;
  /** Whether an event shows that the server has taken what was sent. */
  readonly isTakenBy: (event: ThreadStreamEvent) => boolean;
  /** Called once, as soon as the server has taken what was sent. */
  readonly onAccepted?: (() => void) | undefined;
}

/** The code of an error event of our own: the answer was cut off on its way. */
export const CONNECTION_LOST = 'connection.lost';

/** Follows one answer of the server, over client tools and lost connections, to its end. */
export class Answer {
  readonly #abort = new AbortController();
  #isAccepted = false;
  #hasStarted = false;
  #toolCall: ClientToolCallItem | null = null;

  constructor(
    private readonly conversation: Conversation,
    private readonly options: AnswerOptions,
  ) {}

  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  /** Closes the connection, which tells the server to stop. */
  stop(): void {
    this.#abort.abort();
  }

  /** Ends when the answer does. Throws only what was refused before it was accepted. */
  async run(): Promise<void> {
    const { conversation } = this;
    conversation.answer = this;
    conversation.answersBegun += 1;
    batch(() => {
      conversation.activity.value = 'answering';
      conversation.state.value = beginAnswer(conversation.state.value);
    });
    if (conversation.threadId !== null) this.#start();
    try {
      await this.#followAll();
    } catch (error) {
      await this.#fail(error);
    } finally {
      this.#end();
    }
  }

  async #followAll(): Promise<void> {
    const { signal } = this.#abort;
    await this.#follow(this.#openPatiently());
    while (this.#toolCall) {
      const call = this.#toolCall;
      this.#toolCall = null;
      const { host, threadId } = this.conversation;
      const result = await callClientTool(call, host.options().onClientTool, signal);
      if (signal.aborted) return;
      const params = { thread_id: threadId ?? '', result };
      await this.#follow(
        host.client().stream('threads.add_client_tool_output', params, { signal }),
      );
    }
  }

  #openPatiently(): Stream {
    const { signal } = this.#abort;
    const { isReconnecting } = this.conversation;
    return openWithBackoff(() => this.options.open(signal), {
      signal,
      attempts: 6,
      isTransient: (error) => this.#mayRepeat(error),
      onWait: () => {
        isReconnecting.value = true;
      },
    });
  }

  /** A server that said it is busy has taken nothing; a broken connection does not tell. */
  #mayRepeat(error: unknown): boolean {
    if (!(error instanceof ChatKitRequestError)) return false;
    if (error.kind === 'unavailable') return true;
    return error.kind === 'connection' && this.options.isRepeatable;
  }

  async #follow(stream: Stream): Promise<void> {
    for await (const event of stream) {
      this.conversation.isReconnecting.value = false;
      this.#take(event);
    }
  }

  #take(event: ThreadStreamEvent): void {
    const { conversation } = this;
    const { host, state } = conversation;
    if (event.type === 'thread.item.done' && event.item.type === 'user_message') {
      this.#replaceOptimistic(event.item.id);
    }
    state.value = applyEvent(state.value, event);
    if (event.type === 'thread.created') {
      conversation.threadId = event.thread.id;
      host.created(conversation, event.thread);
    }
    if (event.type === 'thread.created' || event.type === 'thread.updated') {
      host.threadChanged(event.thread);
      return;
    }
    this.#start();
    if (this.options.isTakenBy(event)) this.#accept();
    this.#tellHost(event);
  }

  #tellHost(event: ThreadStreamEvent): void {
    const { host } = this.conversation;
    if (event.type === 'client_effect') {
      host.emit('chatkit.effect', { name: event.name, data: { ...event.data } });
    }
    if (event.type === 'error') {
      const message = event.message ?? `The server reported ${event.code}.`;
      host.emit('chatkit.error', { error: new ChatKitRequestError('server', message) });
    }
    if (event.type === 'thread.item.done' && isPendingCall(event.item)) this.#toolCall = event.item;
  }

  /** The bubble takes the id that the server gave, and stays where it is. */
  #replaceOptimistic(id: string): void {
    const { state } = this.conversation;
    const index = state.value.items.findLastIndex(isLocal);
    const item = state.value.items[index];
    if (!item) return;
    state.value = { ...state.value, items: state.value.items.with(index, { ...item, id }) };
  }

  #accept(): void {
    if (this.#isAccepted) return;
    this.#isAccepted = true;
    this.options.onAccepted?.();
  }

  async #fail(error: unknown): Promise<void> {
    if (isAbort(error) || this.#abort.signal.aborted) return;
    const { host } = this.conversation;
    host.emit('chatkit.error', { error: asError(error) });
    if (!this.#isAccepted) throw error;
    const isLost = error instanceof ChatKitRequestError && error.isTransient;
    if (isLost) await this.#recover();
    this.#showError(isLost ? CONNECTION_LOST : 'stream.error');
  }

  /** Shows what the server has, once it can be reached again. */
  async #recover(): Promise<void> {
    const { conversation } = this;
    conversation.isReconnecting.value = true;
    await conversation.reconnect(this.#abort.signal).catch(() => undefined);
  }

  #showError(code: string): void {
    const { state } = this.conversation;
    state.value = applyEvent(state.value, { type: 'error', code, allow_retry: true });
  }

  #start(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.conversation.host.emit('chatkit.response.start', undefined);
  }

  #end(): void {
    const { conversation } = this;
    conversation.answer = null;
    batch(() => {
      conversation.state.value = endAnswer(conversation.state.value);
      conversation.activity.value = 'idle';
      conversation.isReconnecting.value = false;
    });
    this.#start();
    conversation.host.emit('chatkit.response.end', undefined);
  }
}

function isPendingCall(item: { readonly type: string }): item is ClientToolCallItem {
  return item.type === 'client_tool_call' && (item as ClientToolCallItem).status === 'pending';
}
