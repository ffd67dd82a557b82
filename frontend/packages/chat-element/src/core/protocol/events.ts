import type { AssistantPart, GeneratedImage, ThreadItem } from './items.js';
import type { Annotation } from './sources.js';
import type { Task } from './tasks.js';
import type { Thread } from './threads.js';
import type { WidgetNode } from './widgets.js';

export type ItemUpdate =
  | {
      readonly type: 'assistant_message.content_part.added' | 'assistant_message.content_part.done';
      readonly content_index: number;
      readonly content: AssistantPart;
    }
  | {
      readonly type: 'assistant_message.content_part.text_delta';
      readonly content_index: number;
      readonly delta: string;
    }
  | {
      readonly type: 'assistant_message.content_part.annotation_added';
      readonly content_index: number;
      readonly annotation_index: number;
      readonly annotation: Annotation;
    }
  | {
      readonly type: 'widget.streaming_text.value_delta';
      readonly component_id: string;
      readonly delta: string;
      readonly done: boolean;
    }
  | { readonly type: 'widget.root.updated'; readonly widget: WidgetNode }
  | {
      readonly type: 'widget.component.updated';
      readonly component_id: string;
      readonly component: WidgetNode;
    }
  | { readonly type: 'workflow.task.added'; readonly task_index: number; readonly task: Task }
  | { readonly type: 'workflow.task.updated'; readonly task_index: number; readonly task: Task }
  | {
      readonly type: 'generated_image.updated';
      readonly image: GeneratedImage;
      readonly progress?: number;
    };

export interface ProgressEvent {
  readonly type: 'progress_update';
  readonly icon?: string;
  readonly text: string;
}

export interface NoticeEvent {
  readonly type: 'notice';
  readonly level: 'info' | 'warning' | 'danger';
  readonly message: string;
  readonly title?: string;
}

export interface ErrorEvent {
  readonly type: 'error';
  readonly code: string;
  readonly message?: string;
  readonly allow_retry: boolean;
}

export interface ClientEffectEvent {
  readonly type: 'client_effect';
  readonly name: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export type ThreadStreamEvent =
  | { readonly type: 'thread.created' | 'thread.updated'; readonly thread: Thread }
  | {
      readonly type: 'thread.item.added' | 'thread.item.done' | 'thread.item.replaced';
      readonly item: ThreadItem;
    }
  | {
      readonly type: 'thread.item.updated';
      readonly item_id: string;
      readonly update: ItemUpdate;
    }
  | { readonly type: 'thread.item.removed'; readonly item_id: string }
  | { readonly type: 'stream_options'; readonly stream_options: { readonly allow_cancel: boolean } }
  | ProgressEvent
  | ClientEffectEvent
  | NoticeEvent
  | ErrorEvent;

/** An event of a stream, or null for one without a type. Unknown types pass and change nothing. */
export function parseEvent(json: string): ThreadStreamEvent | null {
  const value: unknown = JSON.parse(json);
  const isEvent =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string';
  return isEvent ? (value as ThreadStreamEvent) : null;
}
