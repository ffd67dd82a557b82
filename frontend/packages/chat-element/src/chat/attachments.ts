import { computed, signal } from '@preact/signals-core';
import type { ChatKitClient } from '../core/client/chatkit-client.js';
import { isAbort } from '../core/client/errors.js';
import { mimeTypeOf, type SendWithProgress, uploadFile } from '../core/client/uploads.js';
import { type DraftAttachment, failedUploads } from '../core/drafts/draft.js';
import { newKey } from '../core/keys.js';
import { type FileProblem, fileProblem } from '../options/file-rules.js';
import type { ResolvedOptions } from '../options/resolved.js';
import type { Composer } from './composer.js';
import { asError, type Emit } from './events.js';

export interface RefusedFile {
  readonly name: string;
  readonly problem: FileProblem;
}

/** What uploads need from the surroundings. */
export interface AttachmentHost {
  client(): ChatKitClient;
  options(): ResolvedOptions;
  readonly emit: Emit;
  readonly sendWithProgress: SendWithProgress;
  /** An address under which a picture of the person's can be shown before it is uploaded. */
  previewOf(file: File): string;
}

/** Uploads files into drafts. */
export class Attachments {
  /** Files that were not taken, until the next ones are chosen. */
  readonly refused = signal<readonly RefusedFile[]>([]);
  readonly #hasHeld = signal(false);
  /** Files that a message waits for: it was to be sent, and they could not be uploaded. */
  readonly missing = computed(() =>
    this.#hasHeld.value ? failedUploads(this.composer.draft.value) : [],
  );
  readonly #uploads = new Map<string, { readonly abort: AbortController; readonly file: File }>();

  constructor(
    private readonly host: AttachmentHost,
    private readonly composer: Composer,
  ) {}

  /** Whether the draft has to wait: nobody wants to send it without a file that they have chosen. */
  holdsBack(): boolean {
    this.#hasHeld.value = failedUploads(this.composer.draft.value).length > 0;
    return this.#hasHeld.value;
  }

  /** Checks and uploads files. Settles when all uploads have ended, well or not. */
  async add(files: readonly File[]): Promise<void> {
    const rules = this.host.options().composer.attachments;
    if (!rules) return;
    const refused: RefusedFile[] = [];
    const uploads: Promise<void>[] = [];
    for (const file of files) {
      const problem = fileProblem(file, this.composer.draft.value.attachments.length, rules);
      if (problem) refused.push({ name: file.name, problem });
      else uploads.push(this.#upload(file, newKey()));
    }
    this.refused.value = refused;
    this.#hasHeld.value = false;
    await Promise.all(uploads);
  }

  /** Uploads a file again that could not be. */
  async retry(key: string): Promise<void> {
    const upload = this.#uploads.get(key);
    if (upload) await this.#upload(upload.file, key);
  }

  /** Takes a file out of the draft, and off the server if it is there. */
  remove(one: DraftAttachment): void {
    this.#uploads.get(one.key)?.abort.abort();
    this.#uploads.delete(one.key);
    this.composer.update((draft) => ({
      ...draft,
      attachments: draft.attachments.filter(({ key }) => key !== one.key),
    }));
    if (one.status === 'ready') void this.#deleteFromServer(one.attachment.id);
  }

  async #upload(file: File, key: string): Promise<void> {
    const { host } = this;
    const threadId = this.composer.threadId;
    const abort = new AbortController();
    this.#uploads.set(key, { abort, file });
    const isImage = file.type.startsWith('image/') && file.type !== 'image/svg+xml';
    const base = {
      key,
      name: file.name,
      mimeType: mimeTypeOf(file),
      ...(isImage && { localPreview: host.previewOf(file) }),
    };
    this.#put({ ...base, status: 'uploading', share: 0 }, threadId);
    try {
      const { api } = host.options();
      const attachment = await uploadFile(
        {
          client: host.client(),
          strategy: api.uploadStrategy ?? { type: 'two_phase' },
          hasOwnFetch: api.fetch !== null,
          sendWithProgress: host.sendWithProgress,
        },
        file,
        {
          signal: abort.signal,
          onProgress: (share) => this.#put({ ...base, status: 'uploading', share }, threadId, true),
        },
      );
      this.#uploads.delete(key);
      this.#put({ ...base, status: 'ready', attachment }, threadId, true);
    } catch (error) {
      if (isAbort(error) || abort.signal.aborted) return;
      host.emit('chatkit.error', { error: asError(error) });
      this.#put({ ...base, status: 'failed', reason: asError(error).message }, threadId, true);
    }
  }

  /** `isUpdate`: only if it is still in the draft. */
  #put(one: DraftAttachment, threadId: string | null, isUpdate = false): void {
    // A new thread may have got its id, and its draft with it, since the upload began.
    const isInView = this.composer.draft.value.attachments.some(({ key }) => key === one.key);
    this.composer.update(
      (draft) => {
        const index = draft.attachments.findIndex(({ key }) => key === one.key);
        if (index < 0 && isUpdate) return draft;
        const attachments =
          index < 0 ? [...draft.attachments, one] : draft.attachments.with(index, one);
        return { ...draft, attachments };
      },
      isInView ? this.composer.threadId : threadId,
    );
  }

  async #deleteFromServer(id: string): Promise<void> {
    try {
      await this.host.client().request('attachments.delete', { attachment_id: id });
    } catch (error) {
      // The draft no longer has it, so the person need not know; the page may want to.
      this.host.emit('chatkit.error', { error: asError(error) });
    }
  }
}
