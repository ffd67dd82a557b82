import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ChatOptions } from '../../src/index.js';
import { answered, composer, say, setOptions, setUpHarness } from './harness.js';

const harness = setUpHarness();

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = { name: 'dot.png', mimeType: 'image/png', buffer: PIXEL };

async function openChat(api: ChatOptions['api'], rules: object = {}): Promise<Page> {
  const page = await harness.open();
  await setOptions(page, { api, composer: { attachments: { enabled: true, ...rules } } });
  return page;
}

async function choose(page: Page, files: (typeof picture)[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles(files);
}

describe('uploads', () => {
  it.each([
    ['in two phases', { url: '/chatkit', uploadStrategy: { type: 'two_phase' } }],
    ['directly', { url: '/chatkit', uploadStrategy: { type: 'direct', uploadUrl: '/upload' } }],
  ] as const)('go %s, and are shown in the message', async (_, api) => {
    const page = await openChat(api);
    await choose(page, [picture]);
    await page.getByText('dot.png').waitFor();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    await say(page, 'look');
    await answered(page);
    await page.getByRole('img', { name: 'dot.png' }).waitFor();
    const [file] = [...harness.site.store.files.values()].slice(-1);
    expect(file?.bytes.equals(PIXEL)).toBe(true);
  });

  it('are refused with the reason', async () => {
    const api = { url: '/chatkit', uploadStrategy: { type: 'two_phase' } } as const;
    const page = await openChat(api, {
      maxSize: 10,
      maxCount: 1,
      accept: { 'image/png': ['.png'] },
    });
    await choose(page, [picture]);
    await page.getByRole('alert').getByText('dot.png is larger than').waitFor();
    await choose(page, [{ ...picture, name: 'a.exe', mimeType: 'application/x-exe' }]);
    await page.getByRole('alert').getByText('a.exe is not a type').waitFor();
  });

  it('can be removed, and tried again', async () => {
    const api = { url: '/chatkit', uploadStrategy: { type: 'two_phase' } } as const;
    const page = await openChat(api);
    harness.site.isDown = true;
    await choose(page, [picture]);
    await page.getByText('Upload failed').waitFor();
    harness.site.isDown = false;
    await page.getByRole('button', { name: 'Upload dot.png again' }).click();
    await expect.poll(() => page.getByText('Upload failed').count()).toBe(0);
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    await page.getByRole('button', { name: 'Remove dot.png' }).click();
    await expect
      .poll(() => harness.site.requests.some(({ type }) => type === 'attachments.delete'))
      .toBe(true);
    expect(await composer(page).inputValue()).toBe('');
  });

  it('hold the message until the one that failed is there or gone', async () => {
    const page = await openChat({ url: '/chatkit', uploadStrategy: { type: 'two_phase' } });
    await choose(page, [picture]);
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    harness.site.isDown = true;
    await choose(page, [{ ...picture, name: 'second.png' }]);
    await page.getByText('Upload failed').waitFor();
    harness.site.isDown = false;
    const before = harness.site.requests.filter(({ type }) => type === 'threads.create').length;
    await say(page, 'look at both');
    await page.getByRole('alert').getByText('second.png was not uploaded').waitFor();
    expect(await composer(page).inputValue()).toBe('look at both');
    const created = () => harness.site.requests.filter(({ type }) => type === 'threads.create');
    expect(created().length).toBe(before);

    await page.getByRole('button', { name: 'Upload second.png again' }).click();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    await composer(page).press('Enter');
    await answered(page);
    await page.getByRole('img', { name: 'dot.png' }).waitFor();
    await page.getByRole('img', { name: 'second.png' }).waitFor();
  });

  it('give the memory of their previews back', async () => {
    const page = await harness.open();
    await page.evaluate(() => {
      const live = new Set<string>();
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (of) => {
        const url = createObjectURL(of);
        live.add(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        live.delete(url);
        revokeObjectURL(url);
      };
      Object.assign(window, { livePreviews: live });
    });
    const live = () =>
      page.evaluate(() => (window as unknown as { livePreviews: Set<string> }).livePreviews.size);
    await setOptions(page, {
      api: { url: '/chatkit', uploadStrategy: { type: 'two_phase' } },
      composer: { attachments: { enabled: true } },
    });
    await choose(page, [picture]);
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    expect(await live()).toBe(1);
    await say(page, 'look');
    await answered(page);
    expect(await live()).toBe(0);
  });
});
