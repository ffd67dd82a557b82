import type { JSX } from 'preact';
import type { ThreadItem } from '../../core/protocol/items.js';
import { AssistantMessage } from '../message/AssistantMessage.js';
import { GeneratedImage } from '../message/GeneratedImage.js';
import { WidgetMessage } from '../message/WidgetMessage.js';
import { memo } from '../shared/memo.js';
import { AnsweredQuestions } from '../structured-input/AnsweredQuestions.js';
import { TaskView } from '../workflow/TaskView.js';
import { WorkflowView } from '../workflow/WorkflowView.js';

export interface ItemViewProps {
  readonly item: ThreadItem;
  /** Whether more of the item is to come. */
  readonly isPending: boolean;
}

/** One item of an answer. Calls of client tools and items of later versions are not shown. */
export const ItemView = memo(function ItemView({ item, isPending }: ItemViewProps) {
  return <div class="ck-item">{viewOf(item, isPending)}</div>;
});

function viewOf(item: ThreadItem, isPending: boolean): JSX.Element | null {
  switch (item.type) {
    case 'assistant_message':
      return <AssistantMessage item={item} isStreaming={isPending} />;
    case 'widget':
      return <WidgetMessage item={item} isStreaming={isPending} />;
    case 'generated_image':
      return <GeneratedImage item={item} isPending={isPending} />;
    case 'workflow':
      return <WorkflowView item={item} isRunning={isPending} />;
    case 'task':
      return <TaskView task={item.task} />;
    case 'structured_input':
      return item.status === 'pending' ? null : <AnsweredQuestions item={item} />;
    default:
      return null;
  }
}
