import type { ChatPlatform } from '../chat/chat.js';
import type { Emit } from '../chat/events.js';
import { sendByXhr } from './xhr-upload.js';

/** The browser as the chat needs it. */
export function browserPlatform(emit: Emit): ChatPlatform {
  return {
    emit,
    sendWithProgress: sendByXhr,
    draftStorage: sessionStorageIfAllowed(),
    previewOf: (file) => URL.createObjectURL(file),
    releasePreview: (preview) => URL.revokeObjectURL(preview),
    baseUrl: document.baseURI,
  };
}

/** Reading the property throws where storage is blocked. */
function sessionStorageIfAllowed(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}
