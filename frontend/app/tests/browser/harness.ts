import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Stack, type StackOptions } from './stack.js';

export type ContextOptions = Parameters<Browser['newContext']>[0];

export interface Harness {
  stack: Stack;
  browser: Browser;
  /** What happened on any page that must not; a test that wants it to happen takes it out. */
  readonly problems: string[];
  /** Opens a browser of its own, and watches its pages: what must not happen on any page fails the test. */
  context(options?: ContextOptions): Promise<BrowserContext>;
  /** Opens a page in a browser of its own. */
  open(path?: string, options?: ContextOptions): Promise<Page>;
}

/** Where the pages of a failed test are shown. */
const FAILURES = resolve(import.meta.dirname, '../../test-results');
/** Longer than anything takes on a busy machine with two cores. */
const PATIENCE_MS = 8_000;

/** One stack and one browser for the tests of a file. */
export function setUpHarness(
  options: () => StackOptions | Promise<StackOptions> = () => ({}),
  /** Browsers stay open from test to test: for files that only look. */
  keepsOpen = false,
): Harness {
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];
  const harness = { problems } as unknown as Harness;

  beforeAll(async () => {
    [harness.stack, harness.browser] = await Promise.all([
      Promise.resolve(options()).then((chosen) => Stack.start(chosen)),
      chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' }),
    ]);
  });
  afterAll(async () => {
    await harness.browser?.close();
    await harness.stack?.stop();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await photograph(contexts, task.name);
    for (const context of keepsOpen ? [] : contexts.splice(0)) await context.close();
    // A test that failed while it was down is the only one that fails.
    await harness.stack.startApi();
    expect(problems.splice(0)).toEqual([]);
  });

  harness.context = async (given = {}) => {
    const context = await harness.browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      timezoneId: 'UTC',
      ...given,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    contexts.push(context);
    await watch(context, [harness.stack.url, harness.stack.apiUrl], problems);
    return context;
  };
  harness.open = async (path = '/', given = {}) => {
    const page = await (await harness.context(given)).newPage();
    await page.goto(harness.stack.url + path);
    return page;
  };
  return harness;
}

async function watch(context: BrowserContext, own: readonly string[], problems: string[]) {
  const isOwn = (url: string) =>
    own.some((origin) => url.startsWith(`${origin}/`)) || /^(?:data|blob):/.test(url);
  const note = (url: string) => {
    if (!isOwn(url)) problems.push(`foreign request: ${url}`);
  };
  await context.exposeBinding('notePolicyViolation', (_, what: string) =>
    problems.push(`content security policy: ${what}`),
  );
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      const { notePolicyViolation } = window as unknown as {
        notePolicyViolation(what: string): void;
      };
      notePolicyViolation(`${effectiveDirective} ${blockedURI}`);
    });
  });
  context.on('request', (request) => note(request.url()));
  context.on('page', (page) => {
    page.on('websocket', (socket) => note(socket.url()));
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      // The browser itself logs a connection that breaks, and a status that is an error.
      const isPages = !/net::ERR_|Failed to load resource/.test(message.text());
      if (message.type() === 'error' && isPages) problems.push(`console: ${message.text()}`);
    });
  });
}

async function photograph(contexts: readonly BrowserContext[], test: string): Promise<void> {
  mkdirSync(FAILURES, { recursive: true });
  const name = test.replaceAll(/\W+/g, '-').slice(0, 80);
  for (const [n, page] of contexts.flatMap((context) => context.pages()).entries()) {
    const path = join(FAILURES, `${name}-${n}.png`);
    await page.screenshot({ path, timeout: 5_000 }).catch(() => {});
  }
}
