import type { Attachment as OfficialAttachment, UserMessageContent } from '@openai/chatkit';
import { batch, computed, signal } from '@preact/signals-core';
import { type Draft, EMPTY_DRAFT, readyAttachments } from '../core/drafts/draft.js';
import type { DraftStore } from '../core/drafts/draft-store.js';
import {
  fromContent,
  NO_TEXT,
  plainText,
  type TaggedText,
  toContent,
} from '../core/drafts/tagged-text.js';
import { newKey } from '../core/keys.js';
import type { Attachment, InferenceOptions, UserContent } from '../core/protocol/items.js';
import type { ResolvedOptions } from '../options/resolved.js';
import type { Emit } from './events.js';
import type { OutgoingMessage } from './messages.js';

/** What may be put into the composer from outside. */
export interface ComposerValue {
  readonly text?: string;
  readonly content?: readonly UserMessageContent[];
  readonly reply?: string;
  readonly attachments?: readonly OfficialAttachment[];
  readonly selectedToolId?: string | null;
  readonly selectedModelId?: string;
}

/** The draft of the thread in view, and the choices that go with the next message. */
export class Composer {
  readonly draft = signal<Draft>(EMPTY_DRAFT);
  readonly toolId = signal<string | null>(null);
  /** Raised when the focus is wanted in the input. */
  readonly focusRequests = signal(0);
  readonly #chosenModelId = signal<string | null>(null);
  readonly modelId = computed(() => this.#validModel());
  #threadId: string | null = null;
  #retryKey: { readonly draft: Draft; readonly key: string } | null = null;

  constructor(
    private readonly drafts: DraftStore,
    private readonly options: () => ResolvedOptions,
    private readonly emit: Emit,
  ) {
    this.draft.value = drafts.get(null);
  }

  /** Shows the draft of another thread. */
  showThread(threadId: string | null): void {
    this.#threadId = threadId;
    this.draft.value = this.drafts.get(threadId);
  }

  /** The new thread in view has got its id: what was typed meanwhile belongs to it. */
  adoptThread(threadId: string): void {
    const draft = this.draft.value;
    // In this order, so that some draft has its pictures all the time.
    this.drafts.set(threadId, draft);
    this.drafts.set(null, EMPTY_DRAFT);
    this.#threadId = threadId;
  }

  get threadId(): string | null {
    return this.#threadId;
  }

  update(change: (draft: Draft) => Draft, threadId = this.#threadId): void {
    const changed = change(this.drafts.get(threadId));
    this.drafts.set(threadId, changed);
    if (threadId === this.#threadId) this.draft.value = changed;
  }

  setContent(content: TaggedText): void {
    this.update((draft) => ({ ...draft, content }));
  }

  setQuote(quote: string): void {
    this.update((draft) => ({ ...draft, quote }));
  }

  selectTool(toolId: string | null): void {
    if (toolId === this.toolId.value) return;
    this.toolId.value = toolId;
    this.emit('chatkit.tool.change', { toolId });
  }

  selectModel(modelId: string): void {
    this.#chosenModelId.value = modelId;
  }

  requestFocus(): void {
    this.focusRequests.value += 1;
  }

  /** Replaces what is in the composer; choices that are not given stay. */
  setValue(value: ComposerValue): void {
    batch(() => {
      this.update(() => ({
        content: contentOf(value) ?? NO_TEXT,
        quote: value.reply ?? '',
        attachments: (value.attachments ?? []).map(asDraftAttachment),
      }));
      if (value.selectedToolId !== undefined) this.selectTool(value.selectedToolId);
      if (value.selectedModelId !== undefined) this.selectModel(value.selectedModelId);
    });
  }

  /** Takes the draft out as a message. */
  take(): OutgoingMessage {
    const draft = this.draft.value;
    const message = {
      content: toContent(draft.content),
      attachments: readyAttachments(draft),
      quote: draft.quote,
      inference: this.inference(),
      idempotencyKey: this.#keyFor(draft),
    };
    this.update(() => EMPTY_DRAFT);
    this.#releaseTool();
    return message;
  }

  /** Puts a message that could not be sent back, before what has been typed since. */
  restore(message: OutgoingMessage, threadId: string | null): void {
    const content = fromContent(message.content);
    this.update((draft) => {
      const typed = draft.content.text;
      const restored = {
        content: typed ? { ...content, text: `${content.text}\n${typed}` } : content,
        quote: message.quote || draft.quote,
        attachments: [...message.attachments.map(asDraftAttachment), ...draft.attachments],
      };
      this.#retryKey = { draft: restored, key: message.idempotencyKey };
      return restored;
    }, threadId);
  }

  inference(): InferenceOptions {
    const tool = this.toolId.value;
    const model = this.modelId.value;
    return { ...(tool !== null && { tool_choice: { id: tool } }), ...(model && { model }) };
  }

  /** Sending the same draft again is the same message, so that the server cannot take it twice. */
  #keyFor(draft: Draft): string {
    return this.#retryKey?.draft === draft ? this.#retryKey.key : newKey();
  }

  #releaseTool(): void {
    const tool = this.options().composer.tools.find(({ id }) => id === this.toolId.value);
    if (tool && !tool.persistent) this.selectTool(null);
  }

  #validModel(): string | null {
    const { models } = this.options().composer;
    const usable = models.filter((model) => !model.disabled);
    const chosen = usable.find(({ id }) => id === this.#chosenModelId.value);
    return (chosen ?? usable.find((model) => model.default) ?? usable[0])?.id ?? null;
  }
}

/** The tagged text of a value that gives either plain text or parts. */
export function contentOf(value: {
  readonly text?: string;
  readonly content?: readonly UserMessageContent[];
}): TaggedText | null {
  if (value.content) return fromContent(value.content as readonly UserContent[]);
  return value.text === undefined ? null : plainText(value.text);
}

function asDraftAttachment(
  attachment: OfficialAttachment | Attachment,
): Draft['attachments'][number] {
  return {
    key: attachment.id,
    name: attachment.name,
    mimeType: attachment.mime_type,
    status: 'ready',
    attachment,
  };
}
