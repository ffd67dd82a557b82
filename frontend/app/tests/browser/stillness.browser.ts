import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ask, composer } from './chat.js';
import { type ContextOptions, setUpHarness } from './harness.js';
import { Person } from './people.js';
import { TASKS } from './screens.js';

const harness = setUpHarness();

/** Most that may move by itself while a page loads. */
const MOST_SHIFT = 0.02;

interface Shifts {
  sum: number;
  /** Which elements moved, for whoever has to find out why. */
  moved: string[];
}

/** How much slower than this machine people's may be: what comes one after the other is seen so. */
const SLOWNESS = 4;

/** Sums up, from the first paint on, what moves by itself on a slow machine. */
async function watchShifts(page: Page): Promise<() => Promise<Shifts>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWNESS });
  await page.addInitScript(() => {
    type Shift = PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Element | null; previousRect: DOMRect; currentRect: DOMRect }[];
    };
    const shifts: Shifts = { sum: 0, moved: [] };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, value, sources } of list.getEntries() as Shift[]) {
        if (hadRecentInput) continue;
        shifts.sum += value;
        for (const { node, previousRect, currentRect } of sources) {
          const html = node?.outerHTML ?? node?.textContent ?? '';
          const rects = [previousRect, currentRect].map((rect) => JSON.stringify(rect));
          shifts.moved.push(`${value}: ${html.slice(0, 120)} ${rects.join(' to ')}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () =>
    page.evaluate(async () => {
      // Two frames: what was drawn last is told then.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return (window as unknown as { shifts: Shifts }).shifts;
    });
}

async function expectStill(shift: () => Promise<Shifts>): Promise<void> {
  const { sum, moved } = await shift();
  expect(sum, moved.join('\n')).toBeLessThanOrEqual(MOST_SHIFT);
}

const LOOKS: readonly (readonly [string, ContextOptions])[] = [
  ['a desk', {}],
  ['a phone', { viewport: { width: 375, height: 740 } }],
];

it.each(LOOKS)('signing in holds still on %s', async (_, look) => {
  const page = await (await harness.context(look)).newPage();
  const shift = await watchShifts(page);
  await page.goto(`${harness.stack.url}/sign-in`, { waitUntil: 'networkidle' });
  await expectStill(shift);
});

it.each(LOOKS)('the tasks hold still while they come, on %s', async (_, look) => {
  const ada = await Person.create(harness, look);
  await ada.add(...TASKS);
  const page = await ada.context.newPage();
  const shift = await watchShifts(page);
  await page.goto(`${harness.stack.url}/tasks`);
  await page
    .getByRole('checkbox', { name: /^Done:/ })
    .first()
    .waitFor();
  if (!look?.viewport) await composer(page).waitFor();
  await page.getByText('Pay the electricity bill').waitFor();
  await expectStill(shift);
});

it.each(LOOKS)('the chat holds still with its last conversation, on %s', async (_, look) => {
  const ada = await Person.create(harness, look);
  const page = await ada.open('/chatkit');
  await ask(page, 'add milk');
  const again = await ada.context.newPage();
  const shift = await watchShifts(again);
  await again.goto(`${harness.stack.url}/chatkit`);
  await again.getByText('Done.').first().waitFor();
  await expectStill(shift);
});

/** Most elements that may be styled anew for one that is added: it, and what stands around it. */
const MOST_STYLED = 50;

/** Adds an element, and returns how many the browser styles for it. */
async function styledForOne(page: Page): Promise<number> {
  await harness.browser.startTracing(page, { categories: ['devtools.timeline'] });
  await page.evaluate(() => {
    document.body.append(document.createElement('input'));
    document.body.getBoundingClientRect();
  });
  const { traceEvents } = JSON.parse(String(await harness.browser.stopTracing())) as {
    traceEvents: { name: string; args: { elementCount?: number } }[];
  };
  const counts = traceEvents.filter(({ name }) => name === 'UpdateLayoutTree');
  return Math.max(...counts.map(({ args }) => args.elementCount ?? 0));
}

it.each(LOOKS)('styles only what is new, on %s', async (_, look) => {
  const ada = await Person.create(harness, look);
  await ada.add(...TASKS);
  const page = await ada.open();
  await page.getByText('Pay the electricity bill').waitFor();
  expect(await styledForOne(page)).toBeLessThan(MOST_STYLED);
  // A rule that looks from one end of the page to the other is noticed.
  await page.evaluate(() => {
    const rule = new CSSStyleSheet();
    rule.replaceSync('body:has(input:focus) * { order: 1 }');
    document.adoptedStyleSheets.push(rule);
    document.body.getBoundingClientRect();
  });
  expect(await styledForOne(page)).toBeGreaterThan(MOST_STYLED);
});

it('would notice what moves', async () => {
  const page = await (await harness.context()).newPage();
  const shift = await watchShifts(page);
  await page.goto(`${harness.stack.url}/sign-in`, { waitUntil: 'networkidle' });
  await page.evaluate(() => {
    document.body.style.paddingTop = '200px';
  });
  expect((await shift()).sum).toBeGreaterThan(MOST_SHIFT);
});
