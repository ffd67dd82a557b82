import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fillWithSamples } from '../../playground/server/samples.js';
import { API, answered, composer, say, setOptions, setUpHarness } from './harness.js';

const harness = setUpHarness();

async function openHistory(): Promise<Page> {
  harness.site.store.threads.clear();
  fillWithSamples(harness.site.store, { threads: 70, messages: 400 });
  const page = await harness.open();
  await setOptions(page, { api: API });
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('button', { name: 'A very long conversation', exact: true }).waitFor();
  return page;
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'History' });

describe('the history', () => {
  it('fetches further pages as they are needed', async () => {
    const page = await openHistory();
    await page.locator('.ck-threads').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect.poll(() => panel(page).getByRole('listitem').count()).toBeGreaterThan(30);
  });

  it('finds a thread on any page', async () => {
    const page = await openHistory();
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('conversation 70');
    await page.getByRole('button', { name: 'Earlier conversation 70', exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('no such title');
    await page.getByText('No conversation has this in its title.').waitFor();
  });

  it('renames and deletes', async () => {
    const page = await openHistory();
    await page
      .getByRole('button', { name: 'Actions for Earlier conversation 1', exact: true })
      .click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Renamed');
    await page.keyboard.press('Enter');
    await panel(page).getByRole('button', { name: 'Renamed', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Actions for Renamed' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('This cannot be undone').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => panel(page).getByText('Renamed').count()).toBe(0);
    await page.getByRole('dialog', { name: 'Delete conversation?' }).waitFor({ state: 'detached' });
    expect([...harness.site.store.threads.values()].some(({ title }) => title === 'Renamed')).toBe(
      false,
    );
  });

  it('keeps a draft per thread', async () => {
    const page = await openHistory();
    await page.keyboard.press('Escape');
    await composer(page).fill('for a new thread');
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Earlier conversation 1', exact: true }).click();
    await page.getByText('Question number 1', { exact: true }).waitFor();
    expect(await composer(page).inputValue()).toBe('');
    await composer(page).fill('for the first');
    await page.getByRole('button', { name: 'New chat' }).click();
    expect(await composer(page).inputValue()).toBe('for a new thread');
    await page.reload();
    await setOptions(page, { api: API });
    expect(await composer(page).inputValue()).toBe('for a new thread');
  });

  it('lets an answer go on while another thread is in view', async () => {
    const page = await openHistory();
    await page.keyboard.press('Escape');
    await say(page, 'progress');
    await page.getByText('Looking at your tasks').waitFor();
    await page.getByRole('button', { name: 'New chat' }).click();
    await page.getByRole('heading', { name: 'What can I help with today?' }).waitFor();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'New chat', exact: true }).last().click();
    await page.getByRole('log').getByText('Three tasks are due').waitFor();
    await answered(page);
  });
});
