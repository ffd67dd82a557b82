import { COMPATIBLE_TAG, defineChatKit, NATIVE_TAG } from './element/define.js';

export type { WidgetRenderers } from './chat/chat.js';
export type { ChatElement } from './element/chat-element.js';
export { defineChatKit } from './element/define.js';
export type { ApiOptions, ChatOptions, ChatTheme } from './options/resolved.js';

// Importing the module is all a page has to do; servers that import it have no elements to define.
if (globalThis.customElements) {
  defineChatKit({ tagName: COMPATIBLE_TAG });
  defineChatKit({ tagName: NATIVE_TAG });
}
