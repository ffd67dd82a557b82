import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { fillWithSamples } from '../../playground/server/samples.js';
import { API, setOptions, setUpHarness } from './harness.js';

const harness = setUpHarness();

/** Sends from inside the page: looking for elements from outside would take time of its own. */
function converse(page: Page, text: string, turns: number): Promise<void> {
  return page.evaluate(
    async ([said, count]) => {
      const chat = document.querySelector('taskpilot-chat') as unknown as HTMLElement & {
        sendUserMessage(message: { text: string }): Promise<void>;
      };
      for (let n = 0; n < count; n += 1) {
        const ended = new Promise((resolve) =>
          chat.addEventListener('chatkit.response.end', resolve, { once: true }),
        );
        await chat.sendUserMessage({ text: said });
        await ended;
      }
    },
    [text, turns] as const,
  );
}

interface Probe {
  /** When each numbered word came out of the socket, and when it was first on the screen. */
  readonly arrived: number[];
  readonly drawn: number[];
  readonly longTasks: number[];
}

/** Watches, inside the page, words on their way from the socket to the screen. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe: Probe = { arrived: [], drawn: [], longTasks: [] };
    Object.assign(window, { probe });
    const native = window.fetch.bind(window);
    const chat = document.querySelector('taskpilot-chat') as unknown as {
      options: { api: object };
      shadowRoot: ShadowRoot;
      setOptions(options: object): void;
    };
    const observedFetch: typeof fetch = async (...request) => {
      const response = await native(...request);
      const decoder = new TextDecoder();
      const note = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          for (const [, n] of decoder.decode(chunk).matchAll(/"delta":"word(\d+)/g)) {
            probe.arrived[Number(n)] = performance.now();
          }
          controller.enqueue(chunk);
        },
      });
      return new Response(response.body?.pipeThrough(note), response);
    };
    chat.setOptions({ ...chat.options, api: { ...chat.options.api, fetch: observedFetch } });
    new MutationObserver(() => {
      const paragraph = chat.shadowRoot.querySelector('.ck-turn-last .ck-md > :last-child');
      const last = /word(\d+)\s*$/.exec(paragraph?.textContent ?? '')?.[1];
      if (last === undefined || probe.drawn[Number(last)]) return;
      const n = Number(last);
      requestAnimationFrame(() =>
        setTimeout(() => {
          probe.drawn[n] = performance.now();
        }),
      );
    }).observe(chat.shadowRoot, { subtree: true, childList: true, characterData: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) probe.longTasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
}

async function figures(page: Page) {
  const probe = await page.evaluate(() => (window as unknown as { probe: Probe }).probe);
  const delays = probe.drawn.flatMap((drawn, n) => {
    const arrived = probe.arrived[n];
    return drawn && arrived ? [drawn - arrived] : [];
  });
  return { delays: delays.toSorted((a, b) => a - b), longTasks: probe.longTasks };
}

interface HeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize: number;
}

/** What scripts hold, and with it what the browser holds for the page: nodes, styles, layout. */
async function heap(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const usage = (await devtools.send('Runtime.getHeapUsage')) as unknown as HeapUsage;
  const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);
  return `${megabytes(usage.usedSize)} (${megabytes(usage.usedSize + usage.embedderHeapUsedSize)})`;
}

const turnsIn = (page: Page) => page.locator('.ck-turn').count();

const rank = (sorted: readonly number[], share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);

async function openLongThread(): Promise<Page> {
  harness.site.store.threads.clear();
  fillWithSamples(harness.site.store, { threads: 0, messages: 1200 });
  const [thread] = harness.site.store.threads.values();
  const page = await harness.open();
  await setOptions(page, {
    api: API,
    initialThread: thread?.id ?? null,
    thread: { autoScroll: true },
  });
  const log = page.getByRole('log');
  await log.getByText('Answer number 600').waitFor();
  while ((await log.getByText('Question number 1', { exact: true }).count()) === 0) {
    await log.evaluate((element) => element.scrollTo(0, 0));
    await page.waitForTimeout(60);
  }
  await log.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await page.waitForTimeout(500);
  return page;
}

it('from the socket to the screen, 50 words a second into 1,200 messages', async () => {
  const page = await openLongThread();
  console.log(
    `heap with ${await turnsIn(page)} turns ${await heap(page)} MB, with the browser's part`,
  );
  await watch(page);
  await converse(page, 'measured', 1);
  const { delays, longTasks } = await figures(page);
  console.log(
    `words seen ${delays.length}; delay p50 ${rank(delays, 0.5)} ms, p95 ${rank(delays, 0.95)} ms, max ${rank(delays, 1)} ms`,
  );
  console.log(`tasks over 50 ms: ${longTasks.length} (${longTasks.map(Math.round).join(', ')} ms)`);
  await page.waitForTimeout(6000);
  const after = (await figures(page)).longTasks.slice(longTasks.length);
  console.log(`heap with the ${await turnsIn(page)} turns that stay ${await heap(page)} MB`);
  console.log(
    `tasks over 50 ms meanwhile: ${after.length} (${after.map(Math.round).join(', ')} ms)`,
  );
});

it('the heap over 500 turns', async () => {
  const page = await harness.open();
  await setOptions(page, { api: API, thread: { autoScroll: true } });
  const sizes: string[] = [];
  for (const turns of [0, 100, 100, 100, 100, 100]) {
    await converse(page, 'instant', turns);
    // Until the oldest have gone.
    await page.waitForTimeout(1500);
    sizes.push(await heap(page));
  }
  console.log(`heap after 0, 100 … 500 turns: ${sizes.join(', ')} MB, with the browser's part`);
});

it('the first drawing after the script is there', async () => {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const page = await harness.open();
    const ms = await page.evaluate(async () => {
      await customElements.whenDefined('taskpilot-chat');
      const start = performance.now();
      const chat = document.createElement('taskpilot-chat') as unknown as HTMLElement & {
        setOptions(options: object): void;
      };
      chat.setOptions({ api: { url: '/chatkit' } });
      document.querySelector('main')?.replaceChildren(chat);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - start;
    });
    const loaded = await page.evaluate(() => {
      const [script] = performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('chat-element.js')) as PerformanceResourceTiming[];
      return script ? script.duration : 0;
    });
    times.push(ms);
    console.log(`first drawing ${ms.toFixed(0)} ms (script fetched in ${loaded.toFixed(0)} ms)`);
  }
});
