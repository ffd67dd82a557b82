import type { ChatKitOptions } from '@openai/chatkit';
import { effect, signal } from '@preact/signals';
import { h, render } from 'preact';
import { Chat, type WidgetRenderers } from '../chat/chat.js';
import type { ComposerValue } from '../chat/composer.js';
import { unknownOptions } from '../options/known-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { ChatOptions, ResolvedOptions } from '../options/resolved.js';
import { browserPlatform } from '../platform/browser.js';
import { loadFonts } from '../theme/fonts.js';
import type { Scheme } from '../theme/ramps.js';
import { baseSheets } from '../theme/sheets.js';
import { themeCss } from '../theme/tokens.js';
import { App } from '../views/App.js';
import { Announcer } from './announcer.js';
import * as calls from './calls.js';
import { darkSchemeQuery } from './scheme.js';

/**
 * A chat with any ChatKit server. The methods and events are those of OpenAI's element;
 * `options` is the same as calling `setOptions`, for frameworks that set properties.
 */
export class ChatElement extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open', delegatesFocus: false });
  readonly #themeSheet = new CSSStyleSheet();
  /** An element that is in the page already was there before its class was. */
  readonly #announcer = new Announcer((...event) => this.#dispatch(...event), this.isConnected);
  readonly #chat = new Chat(
    browserPlatform((type, detail) => this.#announcer.announce(type, detail)),
  );
  readonly #deviceIsDark = signal(darkSchemeQuery.matches);
  readonly #warned = new Set<string>();
  #options: ChatOptions | null = null;
  #disposers: (() => void)[] = [];

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [...baseSheets(), this.#themeSheet];
  }

  connectedCallback(): void {
    this.#adoptEarly('options');
    this.#adoptEarly('renderers');
    this.#begin();
  }

  /** Draws once there are both options and a page; without options there is nothing to show. */
  #begin(): void {
    if (!this.isConnected || !this.#options || this.#disposers.length > 0) return;
    const followDevice = () => {
      this.#deviceIsDark.value = darkSchemeQuery.matches;
    };
    darkSchemeQuery.addEventListener('change', followDevice);
    this.#disposers = [
      () => darkSchemeQuery.removeEventListener('change', followDevice),
      effect(() => this.#draw(this.#chat.currentOptions.value.theme)),
    ];
    this.#chat.start();
  }

  /** Frameworks move elements about: only one that stays away has left. */
  disconnectedCallback(): void {
    setTimeout(() => {
      if (!this.isConnected) this.#leave();
    });
  }

  get options(): ChatOptions | null {
    return this.#options;
  }

  set options(options: ChatOptions | null) {
    if (options) this.setOptions(options);
  }

  /** Draws widget components of your own, by their `type`. */
  get renderers(): WidgetRenderers {
    return this.#chat.renderers.value;
  }

  set renderers(renderers: WidgetRenderers) {
    this.#chat.renderers.value = renderers;
  }

  /** Replaces all options. The thread, the draft and the scroll position stay. */
  setOptions(options: ChatOptions | ChatKitOptions): void {
    this.#warnAbout(options);
    this.#options = options as ChatOptions;
    const resolved = resolveOptions(this.#options);
    loadFonts(resolved.theme.typography?.fontSources ?? []);
    this.#chat.setOptions(resolved);
    this.#begin();
    this.#announcer.begin();
  }

  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListenerOrEventListenerObject, options);
    if (type.startsWith('chatkit.')) this.#announcer.listened(type);
  }

  async focusComposer(): Promise<void> {
    this.#chat.composer.requestFocus();
  }

  async setThreadId(threadId: string | null): Promise<void> {
    this.#chat.assertIdle('setThreadId');
    await this.#chat.open(threadId);
  }

  async sendUserMessage(params: calls.SendUserMessageParams): Promise<void> {
    await calls.sendUserMessage(this.#chat, params);
  }

  async setComposerValue(
    params: ComposerValue & { readonly files?: readonly File[] },
  ): Promise<void> {
    this.#chat.composer.setValue(params);
    if (params.files) await this.#chat.attachments.add(params.files);
  }

  async sendCustomAction(
    action: { type: string; payload?: Record<string, unknown> },
    itemId?: string,
  ): Promise<void> {
    await calls.sendCustomAction(this.#chat, action, itemId);
  }

  async fetchUpdates(): Promise<void> {
    this.#chat.assertIdle('fetchUpdates');
    await this.#chat.conversation.value.refresh();
  }

  async showHistory(): Promise<void> {
    this.#chat.setHistoryOpen(true);
  }

  async hideHistory(): Promise<void> {
    this.#chat.setHistoryOpen(false);
  }

  /** Draws with a theme. Preact compares, so that only what has changed is touched. */
  #draw(theme: ResolvedOptions['theme']): void {
    const scheme = this.#schemeOf(theme.colorScheme);
    this.#themeSheet.replaceSync(themeCss({ ...theme, colorScheme: scheme }));
    render(h(App, { chat: this.#chat, scheme }), this.#root);
  }

  #schemeOf(choice: ResolvedOptions['theme']['colorScheme']): Scheme {
    if (choice === 'system') return this.#deviceIsDark.value ? 'dark' : 'light';
    return choice === 'dark' ? 'dark' : 'light';
  }

  #leave(): void {
    for (const dispose of this.#disposers) dispose();
    this.#disposers = [];
    this.#chat.stop();
    render(null, this.#root);
  }

  /** A property that was set before the element was defined hides the one of the class. */
  #adoptEarly(name: 'options' | 'renderers'): void {
    if (!Object.hasOwn(this, name)) return;
    const early = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, early);
  }

  #warnAbout(options: object): void {
    for (const path of unknownOptions(options)) {
      if (this.#warned.has(path)) continue;
      this.#warned.add(path);
      console.warn(`ChatKit: there is no option "${path}". It is ignored.`);
    }
  }

  #dispatch(type: string, detail: unknown, onRead?: () => void): void {
    const event = new CustomEvent(type, { detail });
    if (onRead) Object.defineProperty(event, 'detail', { get: () => onRead() ?? null });
    this.dispatchEvent(event);
    if (type === 'chatkit.log') return;
    const data = logDetail(type, detail);
    const log = { name: type, ...(data && { data }) };
    this.dispatchEvent(new CustomEvent('chatkit.log', { detail: log }));
  }
}

/** Logs say what happened and to which thread or tool, never what was written. */
function logDetail(type: string, detail: unknown): Record<string, unknown> | undefined {
  const isHarmless = /^chatkit\.(?:thread|tool)\./.test(type);
  return isHarmless ? { ...(detail as Record<string, unknown>) } : undefined;
}
