import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ask, composer } from './chat.js';
import { type ContextOptions, setUpHarness } from './harness.js';
import { Person } from './people.js';
import { TASKS } from './screens.js';

const harness = setUpHarness();

/** Most that may move by itself while a page loads. */
const MOST_SHIFT = 0.02;

/** Sums up, from the first paint on, what moves by itself. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    const note = (entries: PerformanceEntryList) => {
      for (const entry of entries as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (!entry.hadRecentInput) shifts.push(entry.value);
      }
    };
    new PerformanceObserver((list) => note(list.getEntries())).observe({
      type: 'layout-shift',
      buffered: true,
    });
  });
  return () =>
    page.evaluate(async () => {
      // Two frames: what was drawn last is told then.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const { shifts } = window as unknown as { shifts: number[] };
      return shifts.reduce((sum, value) => sum + value, 0);
    });
}

const LOOKS: readonly (readonly [string, ContextOptions])[] = [
  ['a desk', {}],
  ['a phone', { viewport: { width: 375, height: 740 } }],
];

it.each(LOOKS)('signing in holds still on %s', async (_, look) => {
  const page = await (await harness.context(look)).newPage();
  const shift = await watchShifts(page);
  await page.goto(`${harness.stack.url}/sign-in`, { waitUntil: 'networkidle' });
  expect(await shift()).toBeLessThanOrEqual(MOST_SHIFT);
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
  expect(await shift()).toBeLessThanOrEqual(MOST_SHIFT);
});

it.each(LOOKS)('the chat holds still with its last conversation, on %s', async (_, look) => {
  const ada = await Person.create(harness, look);
  const page = await ada.open('/chatkit');
  await ask(page, 'add milk');
  const again = await ada.context.newPage();
  const shift = await watchShifts(again);
  await again.goto(`${harness.stack.url}/chatkit`);
  await again.getByText('Done.').first().waitFor();
  expect(await shift()).toBeLessThanOrEqual(MOST_SHIFT);
});

it('would notice what moves', async () => {
  const page = await (await harness.context()).newPage();
  const shift = await watchShifts(page);
  await page.goto(`${harness.stack.url}/sign-in`, { waitUntil: 'networkidle' });
  await page.evaluate(() => {
    document.body.style.paddingTop = '200px';
  });
  expect(await shift()).toBeGreaterThan(MOST_SHIFT);
});
