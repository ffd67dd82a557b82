import type { Annotation } from './sources.js';
import type { Task, Workflow } from './tasks.js';
import type { WidgetNode } from './widgets.js';

export interface TextPart {
  readonly type: 'input_text';
  readonly text: string;
}

export interface TagPart {
  readonly type: 'input_tag';
  readonly id: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly group?: string;
  readonly interactive?: boolean;
}

export type UserContent = TextPart | TagPart;

export interface UploadDescriptor {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
}

export interface Attachment {
  readonly type: 'file' | 'image';
  readonly id: string;
  readonly name: string;
  readonly mime_type: string;
  readonly preview_url?: string;
  readonly upload_descriptor?: UploadDescriptor;
}

export interface InferenceOptions {
  readonly tool_choice?: { readonly id: string };
  readonly model?: string;
}

interface ItemBase {
  readonly id: string;
  readonly thread_id: string;
  readonly created_at: string;
}

export interface UserMessageItem extends ItemBase {
  readonly type: 'user_message';
  readonly content: readonly UserContent[];
  readonly attachments: readonly Attachment[];
  readonly quoted_text?: string;
  readonly inference_options?: InferenceOptions;
}

export interface AssistantPart {
  readonly type: 'output_text';
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

export interface AssistantMessageItem extends ItemBase {
  readonly type: 'assistant_message';
  readonly content: readonly AssistantPart[];
}

export interface ClientToolCallItem extends ItemBase {
  readonly type: 'client_tool_call';
  readonly status: 'pending' | 'completed';
  readonly call_id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly output?: unknown;
}

export interface WidgetItem extends ItemBase {
  readonly type: 'widget';
  readonly widget: WidgetNode;
  readonly copy_text?: string;
}

export interface GeneratedImage {
  readonly id: string;
  readonly url: string;
}

export interface GeneratedImageItem extends ItemBase {
  readonly type: 'generated_image';
  readonly image?: GeneratedImage;
  /** How far the image is, 0 to 1; only while it is being made, and never from `items.list`. */
  readonly progress?: number;
}

export interface StructuredAnswer {
  readonly values: readonly string[];
  readonly skipped: boolean;
}

interface QuestionBase {
  readonly id: string;
  readonly question: string;
  readonly answer?: StructuredAnswer;
}

export interface MultipleChoiceQuestion extends QuestionBase {
  readonly type: 'multiple_choice';
  readonly options: readonly { readonly value: string }[];
  readonly multiple?: boolean;
}

export interface FreeformQuestion extends QuestionBase {
  readonly type: 'freeform';
  readonly description?: string;
}

export type StructuredQuestion = MultipleChoiceQuestion | FreeformQuestion;

export interface StructuredInputItem extends ItemBase {
  readonly type: 'structured_input';
  readonly status: 'pending' | 'answered' | 'skipped';
  readonly inputs: readonly StructuredQuestion[];
}

export interface TaskItem extends ItemBase {
  readonly type: 'task';
  readonly task: Task;
}

export interface WorkflowItem extends ItemBase {
  readonly type: 'workflow';
  readonly workflow: Workflow;
}

export interface EndOfTurnItem extends ItemBase {
  readonly type: 'end_of_turn';
}

/** Items that servers should keep to themselves; some leak them in streams. */
export interface HiddenItem extends ItemBase {
  readonly type: 'hidden_context_item' | 'sdk_hidden_context';
}

export type ThreadItem =
  | UserMessageItem
  | AssistantMessageItem
  | ClientToolCallItem
  | WidgetItem
  | GeneratedImageItem
  | StructuredInputItem
  | TaskItem
  | WorkflowItem
  | EndOfTurnItem
  | HiddenItem;

export function isHidden(item: ThreadItem): item is HiddenItem {
  return item.type === 'hidden_context_item' || item.type === 'sdk_hidden_context';
}
