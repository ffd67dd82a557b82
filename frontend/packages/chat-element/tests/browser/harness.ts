import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ChatOptions } from '../../src/index.js';
import { type Site, startSite } from './site.js';

export interface Harness {
  site: Site;
  browser: Browser;
  /** Opens a page and watches it: a failure of its own or a request to elsewhere fails the test. */
  open(path?: string, context?: Parameters<Browser['newContext']>[0]): Promise<Page>;
}

/** One site and one browser for the tests of a file. */
export function setUpHarness(): Harness {
  const harness = {} as Harness;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    harness.site = await startSite();
    harness.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    });
  });
  afterAll(async () => {
    await harness.browser?.close();
    await harness.site?.close();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    harness.site.isDown = false;
    expect(problems.splice(0)).toEqual([]);
  });

  harness.open = async (path = '/', options = {}) => {
    const context = await harness.browser.newContext({
      viewport: { width: 900, height: 760 },
      locale: 'en-US',
      ...options,
    });
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      // A broken connection is logged by the browser itself.
      const isOwn =
        message.type() === 'error' && !/net::ERR_|Failed to load resource/.test(message.text());
      if (isOwn) problems.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      const isLocal = url.startsWith(harness.site.url) || /^(?:data|blob):/.test(url);
      if (!isLocal) problems.push(`foreign request: ${url}`);
    });
    await page.goto(harness.site.url + path);
    return page;
  };
  return harness;
}

/** Sets options on the plain page, and waits until the element is there. */
export async function setOptions(page: Page, options: ChatOptions): Promise<void> {
  await page.evaluate(async (given) => {
    await customElements.whenDefined('taskpilot-chat');
    const chat = document.querySelector('taskpilot-chat') as unknown as {
      setOptions(options: unknown): void;
    };
    chat.setOptions(given);
  }, options as object);
}

export const API = { url: '/chatkit', uploadStrategy: { type: 'two_phase' } } as const;

export function composer(page: Page) {
  return page.getByRole('textbox', { name: 'Message' });
}

/** Writes and sends a message by keyboard. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Waits until no answer is coming in. */
export async function answered(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached' });
}
