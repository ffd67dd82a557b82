import type { InferenceOptions, UserContent } from './items.js';

export interface UserMessageInput {
  readonly content: readonly UserContent[];
  /** Ids of attachments that the server already has. */
  readonly attachments: readonly string[];
  readonly quoted_text?: string | undefined;
  readonly inference_options: InferenceOptions;
}

export interface StructuredInputSubmission {
  readonly status: 'answered' | 'skipped';
  readonly answers: Readonly<
    Record<string, { readonly values: readonly string[]; readonly skipped: boolean }>
  >;
}

export interface PageParams {
  readonly limit?: number | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
  readonly after?: string | undefined;
}

export interface ActionParams {
  readonly thread_id: string;
  readonly item_id?: string | undefined;
  readonly action: { readonly type: string; readonly payload?: unknown };
}

interface ThreadParams {
  readonly thread_id: string;
}

interface ItemParams extends ThreadParams {
  readonly item_id: string;
}

/** The parameters of every request that is answered by a stream. */
export interface StreamingRequests {
  'threads.create': { readonly input: UserMessageInput };
  'threads.add_user_message': ThreadParams & { readonly input: UserMessageInput };
  'threads.add_client_tool_output': ThreadParams & { readonly result: unknown };
  'threads.add_structured_input': ItemParams & { readonly input: StructuredInputSubmission };
  'threads.retry_after_item': ItemParams;
  'threads.custom_action': ActionParams;
}

/** The parameters of every request that is answered by one JSON document. */
export interface PlainRequests {
  'threads.get_by_id': ThreadParams;
  'threads.list': PageParams;
  'threads.update': ThreadParams & { readonly title: string };
  'threads.delete': ThreadParams;
  'threads.sync_custom_action': ActionParams;
  'items.list': ThreadParams & PageParams;
  'items.feedback': ThreadParams & {
    readonly item_ids: readonly string[];
    readonly kind: 'positive' | 'negative';
  };
  'attachments.create': {
    readonly name: string;
    readonly size: number;
    readonly mime_type: string;
  };
  'attachments.delete': { readonly attachment_id: string };
  'input.transcribe': { readonly audio_base64: string; readonly mime_type: string };
}

export type Requests = StreamingRequests & PlainRequests;
export type RequestType = keyof Requests;

/** The body of a request; what is undefined in `params` is left out. */
export function requestBody(type: RequestType, params: Requests[RequestType]): string {
  return JSON.stringify({ type, params, metadata: {} });
}
