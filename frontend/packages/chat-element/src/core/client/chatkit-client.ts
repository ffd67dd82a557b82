import { parseEvent, type ThreadStreamEvent } from '../protocol/events.js';
import type { Attachment, ThreadItem } from '../protocol/items.js';
import {
  type PlainRequests,
  type Requests,
  type RequestType,
  requestBody,
  type StreamingRequests,
} from '../protocol/requests.js';
import type { Page, Thread } from '../protocol/threads.js';
import { readEvents } from '../sse/read-events.js';
import { ChatKitRequestError, isAbort } from './errors.js';
import { post, type SendOptions, type TransportConfig } from './transport.js';

interface PlainAnswers {
  'threads.get_by_id': Thread;
  'threads.list': Page<Thread>;
  'threads.update': Thread;
  'threads.delete': unknown;
  'threads.sync_custom_action': { readonly updated_item?: ThreadItem };
  'items.list': Page<ThreadItem>;
  'items.feedback': unknown;
  'attachments.create': Attachment;
  'attachments.delete': unknown;
  'input.transcribe': { readonly text: string };
}

/** A client of one ChatKit endpoint: ten requests answered by JSON, six by streams. */
export class ChatKitClient {
  constructor(readonly config: TransportConfig) {}

  /** Sends a request that one JSON document answers. */
  async request<T extends keyof PlainRequests>(
    type: T,
    params: PlainRequests[T],
    options: SendOptions = {},
  ): Promise<PlainAnswers[T]> {
    const response = await this.#send(type, params, options);
    try {
      return (await response.json()) as PlainAnswers[T];
    } catch (error) {
      throw broken(error, options.signal);
    }
  }

  /**
   * Sends a request that a stream answers, and yields its events. Ending the loop early, or
   * aborting the signal, closes the connection, which is how an answer is cancelled.
   */
  async *stream<T extends keyof StreamingRequests>(
    type: T,
    params: StreamingRequests[T],
    options: SendOptions = {},
  ): AsyncGenerator<ThreadStreamEvent, void, undefined> {
    const response = await this.#send(type, params, options);
    if (!response.body || !isEventStream(response)) {
      await response.body?.cancel();
      throw new ChatKitRequestError('malformed', 'The server did not answer with a stream.');
    }
    try {
      for await (const data of readEvents(response.body)) {
        const event = parseEvent(data);
        if (event) yield event;
      }
    } catch (error) {
      throw broken(error, options.signal);
    }
  }

  #send(type: RequestType, params: Requests[RequestType], options: SendOptions): Promise<Response> {
    return post(this.config, requestBody(type, params), options);
  }
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** Names a failure in the middle of an answer: nonsense, a lost connection, or a cancel. */
function broken(error: unknown, signal: AbortSignal | undefined): unknown {
  if (isAbort(error) || signal?.aborted || error instanceof ChatKitRequestError) return error;
  if (error instanceof SyntaxError) {
    return new ChatKitRequestError(
      'malformed',
      'The server sent something unreadable.',
      undefined,
      {
        cause: error,
      },
    );
  }
  return new ChatKitRequestError('connection', 'The connection was lost.', undefined, {
    cause: error,
  });
}
