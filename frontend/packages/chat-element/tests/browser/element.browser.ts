import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { answered, say, setOptions, setUpHarness } from './harness.js';

const harness = setUpHarness();

type Chat = HTMLElement & { options: object; renderers: object; setOptions(o: object): void };

/** What the page `early.html` has heard. */
type Early = { seen: string[] };

async function openChat(options: object = {}): Promise<Page> {
  const page = await harness.open();
  await setOptions(page, { api: { url: '/chatkit' }, ...options });
  return page;
}

function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(
    ([inner, name]) => {
      const element = document.querySelector('taskpilot-chat')?.shadowRoot?.querySelector(inner);
      return element ? getComputedStyle(element).getPropertyValue(name) : '';
    },
    [selector, property] as const,
  );
}

describe('the element', () => {
  it('takes properties that were set before it was defined', async () => {
    const page = await harness.open('/early.html');
    await page.getByRole('heading', { name: 'Set early' }).waitFor();
  });

  it('tells a page that listens late that it is ready, and what its first thread did', async () => {
    const thread = harness.site.store.createThread('First thread');
    const page = await harness.open();
    const heard = await page.evaluate(async (id) => {
      await customElements.whenDefined('taskpilot-chat');
      const chat = document.createElement('taskpilot-chat') as Chat;
      document.querySelector('main')?.replaceChildren(chat);
      chat.setOptions({ api: { url: '/chatkit' }, initialThread: id });
      await new Promise((resolve) => setTimeout(resolve, 500));
      const types = ['ready', 'thread.change', 'thread.load.start', 'thread.load.end'];
      const seen: string[] = [];
      for (const type of types.toReversed()) {
        chat.addEventListener(`chatkit.${type}`, () => seen.push(type));
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      chat.addEventListener('chatkit.ready', () => seen.push('again'));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return seen;
    }, thread.id);
    expect(heard).toEqual(['ready', 'thread.change', 'thread.load.start', 'thread.load.end']);
  });

  it('is ready once, whether the page listened before the element was defined or after', async () => {
    const page = await harness.open('/early.html');
    const seen = (count: number) =>
      page.waitForFunction((n) => (window as unknown as Early).seen.length >= n, count);
    await seen(1);
    await page.evaluate(() => {
      const late = document.querySelector('taskpilot-chat');
      late?.addEventListener('chatkit.ready', () => (window as unknown as Early).seen.push('late'));
      const other = document.querySelector('my-chat');
      other?.addEventListener('chatkit.ready', () => (window as unknown as Early).seen.push('own'));
    });
    await seen(2);
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => (window as unknown as Early).seen)).toEqual(['early', 'own']);
  });

  it('leaves a definition that is there', async () => {
    const page = await harness.open('/early.html');
    await page.evaluate(() => customElements.whenDefined('taskpilot-chat'));
    expect(await page.evaluate(() => customElements.get('openai-chatkit')?.name)).toBe(
      'TheirElement',
    );
  });

  it('draws nothing before it has options', async () => {
    const page = await harness.open();
    await page.evaluate(() => customElements.whenDefined('taskpilot-chat'));
    expect(await page.locator('.ck-root').count()).toBe(0);
  });

  it('warns of an unknown option once, and goes on', async () => {
    const page = await harness.open();
    const warnings: string[] = [];
    page.on(
      'console',
      (message) => void (message.type() === 'warning' && warnings.push(message.text())),
    );
    const options = { api: { url: '/chatkit' }, composer: { colour: 'red' } };
    await setOptions(page, options as never);
    await setOptions(page, options as never);
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    expect(warnings).toEqual(['ChatKit: there is no option "composer.colour". It is ignored.']);
  });

  it('follows the scheme of the device if it is told to', async () => {
    const page = await openChat({ theme: 'system' });
    const scheme = () => styleOf(page, '.ck-root', 'color-scheme');
    expect(await scheme()).toBe('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(scheme).toBe('dark');
  });

  it('is styled by custom properties and parts of the page', async () => {
    const page = await openChat();
    await page.evaluate(() => document.documentElement.setAttribute('data-styled', ''));
    await say(page, 'hello');
    await answered(page);
    expect(await styleOf(page, '.ck-bubble', 'background-color')).toBe('rgb(255, 0, 0)');
    expect(await styleOf(page, '.ck-bubble', 'border-top-width')).toBe('3px');
    // The rules of the page for its own elements do not reach in.
    expect(await styleOf(page, '.ck-bubble', 'text-decoration-line')).toBe('none');
  });

  it('leaves the page as it was', async () => {
    const page = await harness.open();
    const outside = () =>
      page.evaluate(() => {
        document.querySelector('taskpilot-chat')?.replaceChildren();
        return [
          document.head.innerHTML,
          document.body.outerHTML,
          document.adoptedStyleSheets.length,
        ];
      });
    const before = await outside();
    await setOptions(page, { api: { url: '/chatkit' } });
    await say(page, 'markdown');
    await answered(page);
    expect(await outside()).toEqual(before);
  });

  it('draws widget components of the page', async () => {
    const page = await openChat();
    await page.evaluate(() => {
      const chat = document.querySelector('taskpilot-chat') as Chat;
      const meter = ({ value }: { value: number }) =>
        Object.assign(document.createElement('meter'), { value, ariaLabel: 'Own meter' });
      chat.renderers = { Meter: meter };
    });
    await say(page, 'custom');
    await page.getByRole('meter', { name: 'Own meter' }).waitFor();
  });

  it('can be had under another name', async () => {
    const page = await harness.open('/early.html');
    await page.getByRole('heading', { name: 'Under another name' }).waitFor();
  });
});
