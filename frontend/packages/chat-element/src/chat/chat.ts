import { batch, computed, signal } from '@preact/signals-core';
import { ChatKitClient } from '../core/client/chatkit-client.js';
import { ClientSecrets } from '../core/client/client-secret.js';
import type { SendWithProgress } from '../core/client/uploads.js';
import { type DraftStorage, DraftStore } from '../core/drafts/draft-store.js';
import { newKey } from '../core/keys.js';
import type { ThreadMetadata } from '../core/protocol/threads.js';
import type { WidgetAction } from '../core/protocol/widgets.js';
import { NO_OPTIONS } from '../options/resolve-options.js';
import type { ResolvedOptions } from '../options/resolved.js';
import { Attachments } from './attachments.js';
import { Composer } from './composer.js';
import { Conversation, type ConversationHost } from './conversation.js';
import { asError, type Emit, IntegrationError } from './events.js';
import { Feedback } from './feedback.js';
import { History } from './history.js';
import type { OutgoingMessage } from './messages.js';
import { retryAfter, sendMessage } from './turns.js';
import { dispatchWidgetAction } from './widget-actions.js';

/** What the chat cannot do without a browser around it. */
export interface ChatPlatform {
  readonly emit: Emit;
  readonly sendWithProgress: SendWithProgress;
  readonly draftStorage: DraftStorage | null;
  readonly previewOf: (file: File) => string;
  /** Gives back what `previewOf` took. */
  readonly releasePreview: (preview: string) => void;
  /** The address of the page, from which relative addresses are resolved. */
  readonly baseUrl: string;
}

export type WidgetRenderers = Readonly<
  Record<string, (node: Readonly<Record<string, unknown>>) => Element | null>
>;

/** The whole chat without its looks: which thread is in view, and what may be done with it. */
export class Chat implements ConversationHost {
  readonly currentOptions = signal<ResolvedOptions>(NO_OPTIONS);
  readonly conversation = signal<Conversation>(new Conversation(this, null));
  readonly isHistoryOpen = signal(false);
  /** Why the last message could not be sent; its text is back in the composer. */
  readonly sendFailure = signal<Error | null>(null);
  readonly isBusy = computed(() => this.conversation.value.activity.value !== 'idle');
  /** Draws components of widgets that the protocol does not have. */
  readonly renderers = signal<WidgetRenderers>({});
  readonly composer: Composer;
  readonly attachments: Attachments;
  readonly history = new History(() => this.client());
  readonly feedback = new Feedback(() => this.conversation.value);
  readonly emit: Emit;
  readonly #secrets = new ClientSecrets((current) => this.#getClientSecret(current));
  /** Conversations that are still being answered while another one is in view. */
  readonly #inBackground = new Set<Conversation>();
  #hasStarted = false;

  constructor(private readonly platform: ChatPlatform) {
    this.emit = platform.emit;
    const drafts = new DraftStore(
      platform.draftStorage,
      new URL(platform.baseUrl).pathname,
      platform.releasePreview,
    );
    this.composer = new Composer(drafts, () => this.options(), this.emit);
    this.attachments = new Attachments(
      {
        client: () => this.client(),
        options: () => this.options(),
        emit: this.emit,
        sendWithProgress: platform.sendWithProgress,
        previewOf: platform.previewOf,
      },
      this.composer,
    );
  }

  options(): ResolvedOptions {
    return this.currentOptions.peek();
  }

  /** Takes a whole new set of options; thread, draft and scroll position stay. */
  setOptions(options: ResolvedOptions): void {
    this.currentOptions.value = options;
  }

  /** Opens the first thread, once. */
  start(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    const { initialThread } = this.options();
    if (initialThread !== null) void this.open(initialThread);
  }

  client(): ChatKitClient {
    const { api, locale } = this.options();
    if (!api.url) throw new Error('ChatKit: set api.url to the address of your ChatKit server.');
    const url = new URL(api.url, this.platform.baseUrl);
    const isOurOrigin = url.origin === new URL(this.platform.baseUrl).origin;
    return new ChatKitClient({
      url: url.href,
      // Called without a receiver, which the browser's own fetch insists on.
      fetch: api.fetch ?? ((...request) => globalThis.fetch(...request)),
      locale,
      secrets: api.getClientSecret ? this.#secrets : undefined,
      sendsIdempotencyKeys: api.idempotencyKeys ?? isOurOrigin,
    });
  }

  /** Shows a thread, or the view for a new one. Answers go on in threads out of view. */
  async open(threadId: string | null): Promise<void> {
    const before = this.conversation.value;
    this.setHistoryOpen(false);
    if (before.threadId === threadId && threadId !== null) return;
    if (before.activity.value === 'answering') this.#keepInBackground(before);
    const running = [...this.#inBackground].find((one) => one.threadId === threadId);
    const conversation = running ?? new Conversation(this, threadId);
    batch(() => {
      this.#inBackground.delete(conversation);
      this.conversation.value = conversation;
      this.sendFailure.value = null;
      this.composer.showThread(threadId);
    });
    this.emit('chatkit.thread.change', { threadId });
    if (!running) await conversation.load();
  }

  /** Sends what is in the composer, with all of its files or not at all. If that fails, it is put back. */
  async sendDraft(): Promise<void> {
    if (this.isBusy.value || this.attachments.holdsBack()) return;
    await this.#sendOrRestore(this.composer.take());
  }

  /** Sends a message that was not typed, such as a prompt of the start screen. */
  async sendPrepared(message: Pick<OutgoingMessage, 'content'>): Promise<void> {
    if (this.isBusy.value) return;
    await this.#sendOrRestore({
      content: message.content,
      attachments: [],
      quote: '',
      inference: this.composer.inference(),
      idempotencyKey: newKey(),
    });
  }

  /** Sends a message on behalf of the page, which is told if it cannot be sent. */
  async send(message: OutgoingMessage): Promise<void> {
    this.sendFailure.value = null;
    await sendMessage(this.conversation.value, message);
  }

  async retry(itemId: string): Promise<void> {
    if (this.isBusy.value) return;
    await this.#report(retryAfter(this.conversation.value, itemId));
  }

  dispatch(action: WidgetAction, itemId: string): Promise<void> {
    return dispatchWidgetAction(this.conversation.value, action, itemId);
  }

  setHistoryOpen(isOpen: boolean): void {
    if (isOpen === this.isHistoryOpen.value) return;
    this.isHistoryOpen.value = isOpen;
    this.emit(isOpen ? 'chatkit.history.open' : 'chatkit.history.close', undefined);
    if (isOpen) void this.history.reload();
  }

  async renameThread(thread: ThreadMetadata, title: string): Promise<void> {
    const renamed = await this.history.rename(thread, title);
    const { state, threadId } = this.conversation.value;
    if (threadId === thread.id) state.value = { ...state.value, thread: renamed };
  }

  async deleteThread(thread: ThreadMetadata): Promise<void> {
    await this.history.remove(thread);
    if (this.conversation.value.threadId !== thread.id) return;
    this.conversation.value.stop();
    await this.open(null);
  }

  /** Refuses a call of the page's that would get into the way of what is going on. */
  assertIdle(method: string): void {
    const activity = this.conversation.value.activity.value;
    if (activity === 'answering') throw new IntegrationError(method, 'already responding');
    if (activity === 'loading') throw new IntegrationError(method, 'a thread is loading');
  }

  /** Stops all that is under way; the element has left the page. */
  stop(): void {
    for (const conversation of this.#inBackground) conversation.stop();
    this.conversation.value.stop();
  }

  created(conversation: Conversation, thread: ThreadMetadata): void {
    if (conversation !== this.conversation.value) return;
    this.composer.adoptThread(thread.id);
    this.emit('chatkit.thread.change', { threadId: thread.id });
  }

  threadChanged(thread: ThreadMetadata): void {
    this.history.put(thread);
  }

  async #sendOrRestore(message: OutgoingMessage): Promise<void> {
    const { threadId } = this.conversation.value;
    try {
      await this.send(message);
    } catch (error) {
      this.composer.restore(message, threadId);
      // Stopping it was the person's own wish, and needs no explanation.
      if (!(error instanceof IntegrationError)) this.sendFailure.value = asError(error);
    }
  }

  async #report(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.sendFailure.value = asError(error);
    }
  }

  #keepInBackground(conversation: Conversation): void {
    this.#inBackground.add(conversation);
    const stopWatching = conversation.activity.subscribe((activity) => {
      if (activity === 'answering') return;
      this.#inBackground.delete(conversation);
      // Not at hand yet if this runs at once.
      queueMicrotask(() => stopWatching());
    });
  }

  async #getClientSecret(current: string | null): Promise<Awaited<ReturnType<GetSecret>>> {
    const { getClientSecret } = this.options().api;
    if (!getClientSecret) throw new Error('ChatKit: api.getClientSecret is missing.');
    return getClientSecret(current);
  }
}

type GetSecret = NonNullable<ResolvedOptions['api']['getClientSecret']>;
