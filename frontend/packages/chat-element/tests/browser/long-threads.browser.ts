import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fillWithSamples } from '../../playground/server/samples.js';
import { API, answered, say, setOptions, setUpHarness } from './harness.js';

const harness = setUpHarness();

async function openLongThread(messages: number): Promise<Page> {
  harness.site.store.threads.clear();
  fillWithSamples(harness.site.store, { threads: 0, messages });
  const [thread] = harness.site.store.threads.values();
  const page = await harness.open();
  await setOptions(page, { api: API, initialThread: thread?.id ?? null });
  await page.getByText(`Answer number ${messages / 2}`).waitFor();
  return page;
}

const log = (page: Page) => page.getByRole('log');
const question = (page: Page, n: number) =>
  log(page).getByText(`Question number ${n}`, { exact: true });
const questions = (page: Page) => log(page).getByText(/^Question number/);
const pages = () => harness.site.requests.filter(({ type }) => type === 'items.list').length;

async function scrollToStart(page: Page): Promise<void> {
  for (let n = 0; n < 60 && (await question(page, 1).count()) === 0; n += 1) {
    await log(page).evaluate((element) => element.scrollTo(0, 0));
    await page.waitForTimeout(100);
  }
  await question(page, 1).waitFor();
}

const scrollToEnd = (page: Page) =>
  log(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));

const topOf = async (one: Locator) => Math.round((await one.boundingBox())?.y ?? 0);

describe('a long thread', () => {
  it('is fetched backwards, and stays where the reader is', async () => {
    const page = await openLongThread(400);
    const before = pages();
    // The first turn at hand keeps its place while the page above it comes in.
    const first = question(page, 182);
    await first.scrollIntoViewIfNeeded();
    await expect.poll(pages).toBeGreaterThan(before);
    await page.waitForTimeout(300);
    const place = await topOf(first);
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThan(760);
    await scrollToStart(page);
    expect(await questions(page).count()).toBe(200);
  });

  it('lets the oldest turns go when the reader is far from them, and has them again', async () => {
    const page = await openLongThread(400);
    await scrollToStart(page);
    // While the reader is there, nothing goes.
    await page.waitForTimeout(800);
    expect(await questions(page).count()).toBe(200);

    await scrollToEnd(page);
    await say(page, 'hello');
    await answered(page);
    await expect.poll(() => questions(page).count()).toBe(99);
    await question(page, 200).waitFor();
    expect(await question(page, 100).count()).toBe(0);

    await scrollToStart(page);
    expect(await questions(page).count()).toBe(200);
    await log(page).getByText('You said: hello').waitFor();
  });

  it('stays where the reader is while turns above go', async () => {
    const page = await openLongThread(700);
    await scrollToStart(page);
    await scrollToEnd(page);
    await say(page, 'hello');
    await answered(page);
    // Between the end and what goes, while not all of it has gone.
    const mark = question(page, 340);
    await mark.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await page.waitForTimeout(50);
    const before = await questions(page).count();
    const place = await topOf(mark);
    expect(before).toBeGreaterThan(150);
    await expect.poll(() => questions(page).count()).toBeLessThan(before);
    await expect.poll(() => questions(page).count(), { timeout: 10_000 }).toBeLessThan(150);
    expect(Math.abs((await topOf(mark)) - place)).toBeLessThan(3);
  });
});
