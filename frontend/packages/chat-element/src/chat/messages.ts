import type {
  Attachment,
  InferenceOptions,
  UserContent,
  UserMessageItem,
} from '../core/protocol/items.js';
import type { UserMessageInput } from '../core/protocol/requests.js';

/** A message on its way to the server. */
export interface OutgoingMessage {
  readonly content: readonly UserContent[];
  readonly attachments: readonly Attachment[];
  readonly quote: string;
  readonly inference: InferenceOptions;
  /** The same for every attempt to send this message. */
  readonly idempotencyKey: string;
}

const LOCAL_PREFIX = 'local:';

/** The bubble that is shown until the server has answered with the item itself. */
export function optimisticItem(message: OutgoingMessage, threadId: string): UserMessageItem {
  return {
    type: 'user_message',
    id: LOCAL_PREFIX + message.idempotencyKey,
    thread_id: threadId,
    created_at: new Date().toISOString(),
    content: message.content,
    attachments: message.attachments,
    ...(message.quote && { quoted_text: message.quote }),
    inference_options: message.inference,
  };
}

export function isLocal(item: { readonly id: string }): boolean {
  return item.id.startsWith(LOCAL_PREFIX);
}

export function toInput(message: OutgoingMessage): UserMessageInput {
  return {
    content: message.content,
    attachments: message.attachments.map((attachment) => attachment.id),
    quoted_text: message.quote,
    inference_options: message.inference,
  };
}
