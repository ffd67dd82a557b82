import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { composer } from './chat.js';
import { setUpHarness } from './harness.js';
import { list, quickAdd, row, toast } from './list.js';
import { Person } from './people.js';
import { inDays } from './time.js';

const harness = setUpHarness();

const MANY = 5_000;
/** Longest that the page may be busy with one thing, on a machine with two cores that are shared. */
const LONGEST_TASK_MS = 200;

const WORDS = ['Call', 'Send', 'Fix', 'Read', 'Plan', 'Write'];

function task(n: number) {
  return {
    title: `${WORDS[n % WORDS.length]} item ${n}`,
    ...(n % 3 === 0 ? {} : { due_at: inDays((n % 120) - 20) }),
    ...(n % 5 === 0 ? { list: `List ${n % 7}` } : {}),
    ...(n % 4 === 0 ? { tags: [`tag${n % 11}`] } : {}),
    completed: n % 6 === 0,
  };
}

/** Notes how long the page is busy at a time. */
async function watchBusyness(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const busy: number[] = [0];
    Object.assign(window, { busy });
    new PerformanceObserver((entries) => {
      for (const { duration } of entries.getEntries()) busy.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  return () =>
    page.evaluate(() => {
      const { busy } = window as unknown as { busy: number[] };
      return Math.round(Math.max(...busy.splice(0), 0));
    });
}

it(`stays smooth with ${MANY} tasks: scrolling, typing, searching, completing`, async () => {
  const ada = await Person.create(harness);
  await ada.addMany(Array.from({ length: MANY }, (_, n) => task(n)));
  const page = await ada.open();
  await row(page, /item/).first().waitFor();
  await counted(page, '5,000');
  await composer(page).waitFor();
  expect(await list(page).locator('[data-title]').count()).toBeLessThan(80);
  const longest = await watchBusyness(page);

  await scrollThrough(page);
  expect(await longest(), 'scrolling').toBeLessThan(LONGEST_TASK_MS);

  await quickAdd(page).pressSequentially('Write to Grace tomorrow', { delay: 30 });
  await page.getByRole('list', { name: 'Recognised' }).waitFor();
  await quickAdd(page).press('Enter');
  await counted(page, '5,001');
  expect(await longest(), 'typing').toBeLessThan(LONGEST_TASK_MS);

  await page
    .getByRole('textbox', { name: 'Search the tasks' })
    .pressSequentially('item 4999', { delay: 30 });
  await row(page, 'item 4999').waitFor();
  await expect.poll(() => list(page).locator('[data-title]').count()).toBe(1);
  expect(await longest(), 'searching').toBeLessThan(LONGEST_TASK_MS);

  await page.getByRole('button', { name: 'Clear the search' }).click();
  await list(page)
    .getByRole('checkbox', { name: /^Done:/, checked: false })
    .nth(3)
    .click();
  await toast(page, 'Completed').waitFor();
  expect(await longest(), 'completing').toBeLessThan(LONGEST_TASK_MS);
});

/** Waits until the heading says how many there are: then all are there. */
async function counted(page: Page, count: string): Promise<void> {
  const note = page.getByRole('heading', { level: 1 }).locator('+ p');
  await note.getByText(count).waitFor({ timeout: 30_000 });
}

/** Scrolls as a finger does that is in a hurry, one step for each frame. */
async function scrollThrough(page: Page): Promise<void> {
  const moved = await page.evaluate(async () => {
    const isScroller = (element: Element) =>
      element.scrollHeight > 50_000 && getComputedStyle(element).overflowY === 'auto';
    const scroller = [...document.querySelectorAll('div')].find(isScroller);
    if (!scroller) return 0;
    for (let step = 0; step < 90; step += 1) {
      scroller.scrollTop += 700;
      await new Promise(requestAnimationFrame);
    }
    const { scrollTop } = scroller;
    scroller.scrollTop = 0;
    return scrollTop;
  });
  expect(moved).toBeGreaterThan(50_000);
}
