import type { Attachment, ToolChoice, UserMessageContent } from '@openai/chatkit';
import type { Chat } from '../chat/chat.js';
import { contentOf } from '../chat/composer.js';
import { IntegrationError } from '../chat/events.js';
import { streamAction } from '../chat/turns.js';
import { toContent } from '../core/drafts/tagged-text.js';
import { newKey } from '../core/keys.js';

export interface SendUserMessageParams {
  text?: string;
  content?: UserMessageContent[];
  reply?: string;
  attachments?: Attachment[];
  newThread?: boolean;
  toolChoice?: ToolChoice;
  model?: string;
}

/** Sends a message as it is given. What is selected in the composer plays no part, nor changes. */
export async function sendUserMessage(chat: Chat, params: SendUserMessageParams): Promise<void> {
  chat.assertIdle('sendUserMessage');
  const content = toContent(contentOf(params) ?? { text: '', tags: [] });
  const attachments = params.attachments ?? [];
  if (content.length === 0 && attachments.length === 0) {
    throw new IntegrationError('sendUserMessage', 'give text, content or attachments');
  }
  if (params.newThread) await chat.open(null);
  await chat.send({
    content,
    attachments,
    quote: params.reply ?? '',
    inference: {
      ...(params.toolChoice && { tool_choice: params.toolChoice }),
      ...(params.model && { model: params.model }),
    },
    idempotencyKey: newKey(),
  });
}

export async function sendCustomAction(
  chat: Chat,
  action: { type: string; payload?: Record<string, unknown> },
  itemId: string | undefined,
): Promise<void> {
  const conversation = chat.conversation.value;
  chat.assertIdle('sendAction');
  if (conversation.threadId === null) {
    throw new IntegrationError('sendAction', 'there is no thread yet');
  }
  const { type, payload } = action;
  await streamAction(conversation, payload === undefined ? { type } : { type, payload }, itemId);
}
