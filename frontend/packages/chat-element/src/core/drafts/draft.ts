import type { Attachment } from '../protocol/items.js';
import { NO_TEXT, type TaggedText } from './tagged-text.js';

/** A file of a draft, from the moment it is chosen. */
export type DraftAttachment = {
  /** Known on this side only; the server's id comes with `attachment`. */
  readonly key: string;
  readonly name: string;
  readonly mimeType: string;
  /** An address of the picture on this side, until there is one of the server's. */
  readonly localPreview?: string;
} & (
  | { readonly status: 'uploading'; readonly share: number }
  | { readonly status: 'ready'; readonly attachment: Attachment }
  | { readonly status: 'failed'; readonly reason: string }
);

/** A message that has not been sent. */
export interface Draft {
  readonly content: TaggedText;
  readonly quote: string;
  readonly attachments: readonly DraftAttachment[];
}

export const EMPTY_DRAFT: Draft = { content: NO_TEXT, quote: '', attachments: [] };

export function isUploading(draft: Draft): boolean {
  return draft.attachments.some((attachment) => attachment.status === 'uploading');
}

/** The names of the files that were chosen and could not be uploaded. */
export function failedUploads({ attachments }: Draft): string[] {
  return attachments.flatMap(({ name, status }) => (status === 'failed' ? [name] : []));
}

/** What nobody can see: white space, and characters without a width. */
const INVISIBLE = /^[\s\u200b-\u200f\u2060-\u2064\ufeff]*$/;

/** Whether there is anything to send. */
export function isSendable(draft: Draft): boolean {
  const hasText = !INVISIBLE.test(draft.content.text);
  return !isUploading(draft) && (hasText || readyAttachments(draft).length > 0);
}

export function readyAttachments(draft: Draft): Attachment[] {
  return draft.attachments.flatMap((one) => (one.status === 'ready' ? [one.attachment] : []));
}
