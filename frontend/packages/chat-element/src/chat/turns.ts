import { ChatKitRequestError } from '../core/client/errors.js';
import type { ThreadStreamEvent } from '../core/protocol/events.js';
import type { StructuredInputSubmission } from '../core/protocol/requests.js';
import { itemsThrough } from '../core/reducer/merge-items.js';
import { Answer } from './answer.js';
import type { Conversation } from './conversation.js';
import { IntegrationError } from './events.js';
import { isLocal, type OutgoingMessage, optimisticItem, toInput } from './messages.js';

/** Sends a message. Settles once the server has it, while the answer is still coming. */
export function sendMessage(conversation: Conversation, message: OutgoingMessage): Promise<void> {
  const { host, state } = conversation;
  const { threadId } = conversation;
  // Asked for first, because it throws if the options are incomplete.
  const client = host.client();
  state.value = {
    ...state.value,
    items: [...state.value.items, optimisticItem(message, threadId ?? '')],
  };
  return new Promise((resolve, reject) => {
    const answer = new Answer(conversation, {
      isRepeatable: client.config.sendsIdempotencyKeys,
      isTakenBy: (event) => event.type.startsWith('thread.item.'),
      onAccepted: resolve,
      open: (signal) => {
        const options = { signal, idempotencyKey: message.idempotencyKey };
        const input = toInput(message);
        return threadId === null
          ? client.stream('threads.create', { input }, options)
          : client.stream('threads.add_user_message', { thread_id: threadId, input }, options);
      },
    });
    answer.run().then(
      () => {
        if (!answer.isAccepted) reject(takeBack(conversation));
      },
      (error: unknown) => {
        takeBack(conversation);
        reject(error);
      },
    );
  });
}

/** Answers a message of the person's again; what came after it goes. */
export function retryAfter(conversation: Conversation, itemId: string): Promise<void> {
  const { host, state, threadId } = conversation;
  const client = host.client();
  const before = state.value.items;
  const answer = new Answer(conversation, {
    isRepeatable: false,
    isTakenBy: isNoError,
    // The server deletes these without saying so.
    onAccepted: () => {
      state.value = { ...state.value, items: itemsThrough(state.value.items, itemId) };
    },
    open: (signal) => {
      const params = { thread_id: threadId ?? '', item_id: itemId };
      return client.stream('threads.retry_after_item', params, { signal });
    },
  });
  return answer.run().catch((error: unknown) => {
    state.value = { ...state.value, items: before };
    throw error;
  });
}

/** Hands in the answers to a set of questions. */
export function submitAnswers(
  conversation: Conversation,
  itemId: string,
  input: StructuredInputSubmission,
): Promise<void> {
  const client = conversation.host.client();
  return new Answer(conversation, {
    isRepeatable: false,
    isTakenBy: isNoError,
    open: (signal) => {
      const params = { thread_id: conversation.threadId ?? '', item_id: itemId, input };
      return client.stream('threads.add_structured_input', params, { signal });
    },
  }).run();
}

/** Runs an action on the server and follows what it answers. */
export function streamAction(
  conversation: Conversation,
  action: { readonly type: string; readonly payload?: unknown },
  itemId: string | undefined,
): Promise<void> {
  const client = conversation.host.client();
  return new Answer(conversation, {
    isRepeatable: false,
    isTakenBy: isNoError,
    open: (signal) => {
      const params = { thread_id: conversation.threadId ?? '', item_id: itemId, action };
      return client.stream('threads.custom_action', params, { signal });
    },
  }).run();
}

/** Takes a message back that the server has not taken, and says why. */
function takeBack({ state }: Conversation): Error {
  const { items, error } = state.value;
  state.value = { ...state.value, items: items.filter((item) => !isLocal(item)), error: null };
  if (!error) return new IntegrationError('sendUserMessage', 'stopped');
  return error.message
    ? new Error(error.message)
    : new ChatKitRequestError('server', 'The server refused the message.');
}

/** A server that refuses says so before anything else. */
function isNoError(event: ThreadStreamEvent): boolean {
  return event.type !== 'error';
}
