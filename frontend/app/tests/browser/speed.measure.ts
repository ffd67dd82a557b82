import { cpus } from 'node:os';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, it } from 'vitest';
import { answered, composer } from './chat.js';
import { setUpHarness } from './harness.js';
import { Person } from './people.js';
import { TASKS } from './screens.js';

const harness = setUpHarness();

const TRIES = 30;
const LOADS = 5;
/** Lighthouse's "Fast 4G", as the developer tools have it. */
const FAST_4G = {
  offline: false,
  latency: 165,
  downloadThroughput: (9 * 1_000_000) / 8,
  uploadThroughput: (1.5 * 1_000_000) / 8,
};

const rows: string[] = [];

afterAll(() => {
  const head = ['What', 'p50', 'p95', 'tries'];
  console.log(
    [
      `Chromium ${harness.browser.version()}, ${cpus().length} cores, debug build of the API`,
      '',
      `| ${head.join(' | ')} |`,
      `|${head.map(() => '---').join('|')}|`,
      ...rows,
    ].join('\n'),
  );
});

it('from Enter in the chat to the task in the list', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await composer(page).waitFor();
  const times: number[] = [];
  for (let n = 0; n < TRIES; n += 1) {
    await composer(page).fill(`add errand number ${n}`);
    await watchFor(page, `errand number ${n}`);
    await composer(page).press('Enter');
    times.push(await page.evaluate(() => (window as unknown as Probe).seen));
    await answered(page);
  }
  report('Enter in the chat to the task on the screen, demo model', times);
});

it.each([
  ['/sign-in', 'the form can be typed in and sent', formReady],
  ['/tasks', 'the tasks are there, and a new one can be typed', tasksReady],
] as const)('%s on Fast 4G', async (path, usable, isReady) => {
  const times: number[] = [];
  for (let n = 0; n < LOADS; n += 1) {
    const context = path === '/tasks' ? (await somebody()).context : await harness.context();
    times.push(await timeLoad(context, path, isReady));
    await context.close();
  }
  report(`${path}, cold, Fast 4G (9 Mbit/s down, 1.5 up, 165 ms): ${usable}`, times);
});

interface Probe {
  seen: Promise<number>;
}

/** Times inside the page, from the key press to the frame that shows the title. */
function watchFor(page: Page, title: string): Promise<void> {
  return page.evaluate((wanted) => {
    const pressed = new Promise<number>((done) =>
      document.addEventListener('keydown', () => done(performance.now()), {
        capture: true,
        once: true,
      }),
    );
    const shown = new Promise<number>((done) => {
      const list = document.querySelector('[role=list][aria-label=Tasks]');
      const observer = new MutationObserver(() => {
        if (!list?.textContent?.toLowerCase().includes(wanted)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now())));
      });
      if (list) observer.observe(list, { subtree: true, childList: true, characterData: true });
    });
    const seen = Promise.all([pressed, shown]).then(([from, to]) => to - from);
    Object.assign(window, { seen });
  }, title);
}

async function somebody(): Promise<Person> {
  const person = await Person.create(harness);
  await person.add(...TASKS);
  return person;
}

async function timeLoad(
  context: BrowserContext,
  path: string,
  isReady: (page: Page) => Promise<unknown>,
): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', FAST_4G);
  const from = performance.now();
  await page.goto(harness.stack.url + path, { waitUntil: 'commit' });
  await isReady(page);
  return performance.now() - from;
}

/** The script of the page has taken over the form. */
function formReady(page: Page): Promise<unknown> {
  return page.waitForFunction(() =>
    Object.keys(document.querySelector('form') ?? {}).some((key) => key.startsWith('__react')),
  );
}

function tasksReady(page: Page): Promise<unknown> {
  return page
    .getByRole('checkbox', { name: /^Done:/ })
    .first()
    .waitFor();
}

function report(what: string, times: number[]): void {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number) =>
    `${Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN)} ms`;
  rows.push(`| ${what} | ${at(0.5)} | ${at(0.95)} | ${times.length} |`);
}
