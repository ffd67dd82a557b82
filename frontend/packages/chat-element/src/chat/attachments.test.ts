import { describe, expect, it, vi } from 'vitest';
import type { ChatKitClient } from '../core/client/chatkit-client.js';
import { EMPTY_DRAFT } from '../core/drafts/draft.js';
import { DraftStore } from '../core/drafts/draft-store.js';
import { plainText } from '../core/drafts/tagged-text.js';
import { resolveOptions } from '../options/resolve-options.js';
import { Attachments } from './attachments.js';
import { Composer } from './composer.js';

const stored = { type: 'image', id: 'atc', name: 'dot.png', mime_type: 'image/png' };

/** A composer whose uploads end as `ends` says, in order. */
function composerWith(...ends: ('well' | 'badly')[]) {
  const live = new Set<string>();
  let made = 0;
  const options = resolveOptions({
    api: { url: '/chatkit', uploadStrategy: { type: 'two_phase' } },
    composer: { attachments: { enabled: true } },
  });
  const drafts = new DraftStore(null, 'page', (url) => live.delete(url));
  const composer = new Composer(drafts, () => options, vi.fn());
  const client = {
    config: { url: 'https://page.example/chatkit' },
    request: async (type: string) =>
      type === 'attachments.create'
        ? { ...stored, upload_descriptor: { url: 'https://bucket', method: 'PUT', headers: {} } }
        : {},
  } as unknown as ChatKitClient;
  const attachments = new Attachments(
    {
      client: () => client,
      options: () => options,
      emit: vi.fn(),
      sendWithProgress: async () => {
        if (ends.shift() === 'badly') throw new TypeError('Failed to fetch');
        return new Response();
      },
      previewOf: () => {
        made += 1;
        live.add(`blob:${made}`);
        return `blob:${made}`;
      },
    },
    composer,
  );
  const chosen = () => composer.draft.value.attachments;
  return { composer, attachments, chosen, live };
}

const picture = () => new File(['x'], 'dot.png', { type: 'image/png' });

describe('the preview of a chosen picture', () => {
  it('is given back when the picture is removed', async () => {
    const { attachments, chosen, live } = composerWith('well', 'well');
    await attachments.add([picture(), picture()]);
    expect(live.size).toBe(2);
    const [first] = chosen();
    if (first) attachments.remove(first);
    expect([...live]).toEqual([chosen()[0]?.localPreview]);
  });

  it('is given back when the message is sent', async () => {
    const { attachments, composer, live } = composerWith('well');
    await attachments.add([picture()]);
    composer.take();
    expect(live.size).toBe(0);
  });

  it('is given back for the one of another try', async () => {
    const { attachments, chosen, live } = composerWith('badly', 'well');
    await attachments.add([picture()]);
    await attachments.retry(chosen()[0]?.key ?? '');
    expect([...live]).toEqual([chosen()[0]?.localPreview]);
  });

  it('is given back when something else is put into the composer', async () => {
    const { attachments, composer, live } = composerWith('well');
    await attachments.add([picture()]);
    composer.setValue({ text: 'else' });
    expect(live.size).toBe(0);
  });

  it('stays while the new thread gets its id, and while another thread is in view', async () => {
    const { attachments, chosen, composer, live } = composerWith('well');
    await attachments.add([picture()]);
    composer.adoptThread('thr');
    composer.showThread('other');
    composer.update(() => ({ ...EMPTY_DRAFT, content: plainText('x') }));
    composer.showThread('thr');
    expect([...live]).toEqual([chosen()[0]?.localPreview]);
  });
});
