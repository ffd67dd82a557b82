import type { WidgetsOption } from '@openai/chatkit';
import type { ThreadItem } from '../core/protocol/items.js';
import type { WidgetAction } from '../core/protocol/widgets.js';
import type { Conversation } from './conversation.js';
import { IntegrationError } from './events.js';
import { streamAction } from './turns.js';

type OnAction = NonNullable<WidgetsOption['onAction']>;

/** Routes what a widget asks for: to the page, to the server at once, or as a turn of its own. */
export async function dispatchWidgetAction(
  conversation: Conversation,
  action: WidgetAction,
  itemId: string,
): Promise<void> {
  if (action.handler === 'client') return runOnPage(conversation, action, itemId);
  const request = onTheWire(action);
  if (action.streaming === false) return runSynchronously(conversation, request, itemId);
  if (conversation.activity.value !== 'idle') {
    throw new IntegrationError('sendCustomAction', 'already responding');
  }
  return streamAction(conversation, request, itemId);
}

async function runOnPage(
  conversation: Conversation,
  { type, payload }: WidgetAction,
  itemId: string,
): Promise<void> {
  const { onAction } = conversation.host.options().widgets;
  const item = conversation.state.value.items.find((one) => one.id === itemId);
  if (!onAction || !isWidget(item)) return;
  const action = { type, payload: (payload ?? {}) as Record<string, unknown> };
  // Both types describe the same JSON; only ours admits components that it does not know.
  await onAction(action, { id: itemId, widget: item.widget as Parameters<OnAction>[1]['widget'] });
}

async function runSynchronously(
  conversation: Conversation,
  action: { readonly type: string; readonly payload?: unknown },
  itemId: string,
): Promise<void> {
  const { host, threadId } = conversation;
  const params = { thread_id: threadId ?? '', item_id: itemId, action };
  const answer = await host.client().request('threads.sync_custom_action', params);
  if (answer.updated_item) conversation.replaceItem(answer.updated_item);
}

/** Where an action is handled and how it looks meanwhile is no business of the server. */
function onTheWire({ type, payload }: WidgetAction): { type: string; payload?: unknown } {
  return payload === undefined ? { type } : { type, payload };
}

function isWidget(item: ThreadItem | undefined): item is ThreadItem & { type: 'widget' } {
  return item?.type === 'widget';
}
