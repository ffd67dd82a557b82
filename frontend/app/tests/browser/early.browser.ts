import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { quickAdd, row, titles } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

/** Opens a page whose script comes when the returned function is called. */
async function openWithoutScript(person: Person, path: string): Promise<[Page, () => void]> {
  const page = await person.context.newPage();
  let arrive = () => {};
  const script = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/_next/**/*.js', async (route) => {
    await script;
    await route.continue();
  });
  await page.goto(harness.stack.url + path, { waitUntil: 'commit' });
  return [page, arrive];
}

it('loses no task that is typed before the script of the page is there', async () => {
  const ada = await Person.create(harness);
  const [page, arrive] = await openWithoutScript(ada, '/tasks');
  await quickAdd(page).fill('Pay rent tomorrow');
  await quickAdd(page).press('Enter');
  await quickAdd(page).pressSequentially('Half a');
  arrive();
  await row(page, 'Pay rent').getByText('Tomorrow').waitFor();
  await quickAdd(page).pressSequentially(' thought');
  await quickAdd(page).press('Enter');
  await row(page, 'Half a thought').waitFor();
  await expect
    .poll(async () => (await ada.tasks()).map(({ title }) => title).sort())
    .toEqual(['Half a thought', 'Pay rent']);
});

it.each([
  ['goes on typing', true],
  ['is somewhere else by then', false],
])('searches for what was typed before the script, if one %s', async (_, stays) => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk', 'Buy oat milk', 'Call Ada');
  const [page, arrive] = await openWithoutScript(ada, '/tasks');
  const search = page.getByRole('textbox', { name: 'Search the tasks' });
  await search.pressSequentially('milk');
  if (!stays) await quickAdd(page).focus();
  arrive();
  await expect.poll(() => titles(page)).toEqual(['Buy oat milk', 'Buy milk']);
  await expect.poll(() => page.url()).toContain('q=milk');
  await search.press('End');
  await search.pressSequentially(' oat', { delay: 20 });
  await expect.poll(() => titles(page)).toEqual(['Buy oat milk']);
  expect(await search.inputValue()).toBe('milk oat');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await row(page, 'Call Ada').waitFor();
});

it('keeps a setting that is typed and sent before the script', async () => {
  const ada = await Person.create(harness);
  const [page, arrive] = await openWithoutScript(ada, '/settings');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Grace Hopper');
  await name.press('Enter');
  arrive();
  const save = page.getByRole('button', { name: 'Save name' });
  await expect.poll(() => save.isEnabled()).toBe(true);
  expect(await name.inputValue()).toBe('Grace Hopper');
  await name.press('Enter');
  await page.getByText('Your name is saved').waitFor();
});
