import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Stack, type StackOptions } from './stack.js';

export interface Harness {
  stack: Stack;
  browser: Browser;
  /** Opens a browser of its own, and watches its pages: what must not happen on any page fails the test. */
  context(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  /** Opens a page in a browser of its own. */
  open(path?: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
}

/** One stack and one browser for the tests of a file. */
export function setUpHarness(options: () => StackOptions = () => ({})): Harness {
  const harness = {} as Harness;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    [harness.stack, harness.browser] = await Promise.all([
      Stack.start(options()),
      chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' }),
    ]);
  });
  afterAll(async () => {
    await harness.browser?.close();
    await harness.stack?.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(problems.splice(0)).toEqual([]);
  });

  harness.context = async (given = {}) => {
    const context = await harness.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      timezoneId: 'UTC',
      ...given,
    });
    contexts.push(context);
    const own = [harness.stack.url, harness.stack.apiUrl];
    context.on('page', (page) => {
      page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
      page.on('console', (message) => {
        // The browser itself logs a connection that breaks, and a status that is an error.
        const isOwn = !/net::ERR_|Failed to load resource/.test(message.text());
        if (message.type() === 'error' && isOwn) problems.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const url = request.url();
        const isLocal =
          own.some((origin) => url.startsWith(`${origin}/`)) || /^(?:data|blob):/.test(url);
        if (!isLocal) problems.push(`foreign request: ${url}`);
      });
    });
    return context;
  };
  harness.open = async (path = '/', given = {}) => {
    const page = await (await harness.context(given)).newPage();
    await page.goto(harness.stack.url + path);
    return page;
  };
  return harness;
}

let people = 0;

/** Signs up somebody new, and ends at the tasks. */
export async function signUp(
  page: Page,
  stack: Stack,
): Promise<{ email: string; password: string }> {
  people += 1;
  const person = {
    email: `person-${Date.now()}-${people}@example.com`,
    password: 'correct horse battery',
  };
  await page.goto(`${stack.url}/sign-up`);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: /create|sign up/i }).click();
  await page.waitForURL('**/tasks*');
  return person;
}
