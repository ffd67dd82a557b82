import { ChatElement } from './chat-element.js';

export const NATIVE_TAG = 'taskpilot-chat';
export const COMPATIBLE_TAG = 'openai-chatkit';

/** Defines the element under a name of your own. A name that is taken is left as it is. */
export function defineChatKit({ tagName = NATIVE_TAG }: { tagName?: string } = {}): void {
  if (customElements.get(tagName)) return;
  // A class can have one name only, so that each name has a class of its own.
  customElements.define(tagName, class extends ChatElement {});
}
