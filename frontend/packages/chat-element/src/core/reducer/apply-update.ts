import type { ItemUpdate } from '../protocol/events.js';
import type {
  AssistantMessageItem,
  AssistantPart,
  ThreadItem,
  WorkflowItem,
} from '../protocol/items.js';
import type { Workflow } from '../protocol/tasks.js';
import { updateWidget } from './widget-tree.js';

const EMPTY_PART: AssistantPart = { type: 'output_text', text: '', annotations: [] };

/** Applies an update to its item; one that does not fit the item's type changes nothing. */
export function applyUpdate(item: ThreadItem, update: ItemUpdate): ThreadItem {
  switch (item.type) {
    case 'assistant_message':
      return updateMessage(item, update);
    case 'workflow':
      return updateWorkflow(item, update);
    case 'widget': {
      const widget = updateWidget(item.widget, update);
      return widget === item.widget ? item : { ...item, widget };
    }
    case 'generated_image': {
      if (update.type !== 'generated_image.updated') return item;
      const { progress, ...rest } = item;
      const next = update.progress ?? progress;
      return { ...rest, image: update.image, ...(next !== undefined && { progress: next }) };
    }
    default:
      return item;
  }
}

function updateMessage(item: AssistantMessageItem, update: ItemUpdate): AssistantMessageItem {
  switch (update.type) {
    case 'assistant_message.content_part.added':
    case 'assistant_message.content_part.done':
      return withPart(item, update.content_index, (part) => keepAnnotations(part, update.content));
    case 'assistant_message.content_part.text_delta':
      return withPart(item, update.content_index, (part) => ({
        ...part,
        text: part.text + update.delta,
      }));
    case 'assistant_message.content_part.annotation_added': {
      const { annotation, annotation_index: at } = update;
      return withPart(item, update.content_index, (part) => ({
        ...part,
        annotations: part.annotations.toSpliced(at, 0, annotation),
      }));
    }
    default:
      return item;
  }
}

/** Changes one part, after filling up with empty parts as far as it. */
function withPart(
  item: AssistantMessageItem,
  index: number,
  change: (part: AssistantPart) => AssistantPart,
): AssistantMessageItem {
  const missing = Math.max(0, index + 1 - item.content.length);
  const content = [...item.content, ...Array<AssistantPart>(missing).fill(EMPTY_PART)];
  return { ...item, content: content.with(index, change(content[index] ?? EMPTY_PART)) };
}

/** Agents end a part without its annotations, which come again only with the whole item. */
function keepAnnotations(before: AssistantPart, after: AssistantPart): AssistantPart {
  const annotations = after.annotations?.length ? after.annotations : before.annotations;
  return { ...after, annotations };
}

function updateWorkflow(item: WorkflowItem, update: ItemUpdate): WorkflowItem {
  const tasks = item.workflow.tasks;
  switch (update.type) {
    case 'workflow.task.added':
      return withTasks(item, [...tasks, update.task]);
    case 'workflow.task.updated':
      return update.task_index in tasks
        ? withTasks(item, tasks.with(update.task_index, update.task))
        : item;
    default:
      return item;
  }
}

function withTasks(item: WorkflowItem, tasks: Workflow['tasks']): WorkflowItem {
  return { ...item, workflow: { ...item.workflow, tasks } };
}
