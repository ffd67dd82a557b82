import { type Draft, EMPTY_DRAFT } from './draft.js';

/** Where drafts outlive a reload; `sessionStorage` fits. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const NEW_THREAD = 'new';

/** One draft per thread, and one for the thread that is yet to be. */
export class DraftStore {
  readonly #drafts = new Map<string, Draft>();

  constructor(
    private readonly storage: DraftStorage | null,
    private readonly scope: string,
    /** Gives back the address of a preview that no draft has any more. */
    private readonly release: (preview: string) => void = () => {},
  ) {}

  get(threadId: string | null): Draft {
    const key = threadId ?? NEW_THREAD;
    const draft = this.#drafts.get(key) ?? this.#load(key);
    this.#drafts.set(key, draft);
    return draft;
  }

  set(threadId: string | null, draft: Draft): void {
    const key = threadId ?? NEW_THREAD;
    const before = this.#drafts.get(key);
    this.#drafts.set(key, draft);
    this.#save(key, draft);
    if (before) this.#releaseUnused(before);
  }

  #releaseUnused(before: Draft): void {
    const held = new Set([...this.#drafts.values()].flatMap(previews));
    for (const preview of previews(before)) if (!held.has(preview)) this.release(preview);
  }

  #load(key: string): Draft {
    try {
      const saved = this.storage?.getItem(this.#name(key));
      return saved ? { ...EMPTY_DRAFT, ...(JSON.parse(saved) as Partial<Draft>) } : EMPTY_DRAFT;
    } catch {
      return EMPTY_DRAFT;
    }
  }

  /** Uploads under way and local previews do not outlive the page, so they are not kept. */
  #save(key: string, draft: Draft): void {
    const attachments = draft.attachments.flatMap((one) => {
      const { localPreview: _, ...kept } = one;
      return one.status === 'ready' ? [kept] : [];
    });
    const isEmpty = draft.content.text === '' && draft.quote === '' && attachments.length === 0;
    try {
      if (isEmpty) this.storage?.removeItem(this.#name(key));
      else this.storage?.setItem(this.#name(key), JSON.stringify({ ...draft, attachments }));
    } catch {
      // Full or forbidden storage: the draft lives as long as the page.
    }
  }

  #name(key: string): string {
    return `chatkit-draft:${this.scope}:${key}`;
  }
}

function previews({ attachments }: Draft): string[] {
  return attachments.flatMap(({ localPreview }) => localPreview ?? []);
}
