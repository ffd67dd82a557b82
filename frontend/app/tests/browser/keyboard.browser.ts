import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { answered, chat, composer, transcript } from './chat.js';
import { setUpHarness } from './harness.js';
import { details, list, openBoxes, quickAdd, row, titles, toast } from './list.js';
import { newEmail, PASSWORD, Person } from './people.js';

const harness = setUpHarness();

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const here = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return [
        element?.getAttribute('aria-label'),
        ...labels.map((label) => label.textContent),
        element?.textContent,
      ].join('|');
    });
    if (typeof name === 'string' ? here.includes(name) : name.test(here)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

const inFocus = (page: Page, title: string) =>
  expect
    .poll(() =>
      // Where nothing has the focus, the body has it, and all of the page's text.
      page.evaluate(() => document.querySelector('body :focus')?.textContent ?? ''),
    )
    .toContain(title);

it('does the whole journey without a mouse', async () => {
  const page = await harness.open();
  const { keyboard } = page;
  await tabTo(page, /sign up|create an account|get started/i);
  await keyboard.press('Enter');
  await page.waitForURL('**/sign-up*');
  await tabTo(page, 'Name');
  await keyboard.type('Ada');
  await tabTo(page, 'E-mail');
  await keyboard.type(newEmail());
  await tabTo(page, 'Password');
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await page.waitForURL('**/tasks*');
  await page.getByText('A clear page').waitFor();

  // By one letter each, as `?` tells.
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('n');
  await keyboard.type('Pay rent');
  await keyboard.press('Enter');
  await row(page, 'Pay rent').waitFor();
  await keyboard.press('Escape');

  await composer(page).waitFor();
  await tabTo(page, 'Message');
  await keyboard.type('add milk tomorrow at 5');
  await keyboard.press('Enter');
  await row(page, /^Milk/).waitFor();
  await answered(page);
  await keyboard.type('what is left?');
  await keyboard.press('Enter');
  await chat(page).getByText('2 open tasks').last().waitFor();
  await answered(page);
  await keyboard.type('delete milk');
  await keyboard.press('Enter');
  await row(page, /^Milk/).waitFor({ state: 'detached' });
  await answered(page);
  await transcript(page).getByRole('button', { name: 'Undo' }).last().waitFor();
  await tabTo(page, /^\|?Undo|Undo$/, 'Shift+Tab');
  await keyboard.press('Enter');
  await row(page, /^Milk/).waitFor();
});

it('has a key for everything that is done with tasks', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk', 'Call Ada', 'Pay rent');
  const page = await ada.open();
  const { keyboard } = page;
  await row(page, 'Pay rent').waitFor();
  const [first = '', second = ''] = await titles(page);

  await keyboard.press('j');
  await inFocus(page, first);
  await keyboard.press('j');
  await inFocus(page, second);
  await keyboard.press('k');
  await inFocus(page, first);
  await keyboard.press('x');
  await toast(page, `Completed “${first}”`).waitFor();
  await keyboard.press('z');
  await expect.poll(() => openBoxes(page).count()).toBe(3);
  // It cannot be taken back once more.
  await toast(page, `Completed “${first}”`).waitFor({ state: 'detached' });

  await keyboard.press('Home');
  await row(page, first).focus();
  await keyboard.press('e');
  await details(page, first).waitFor();
  await keyboard.type(' today');
  await keyboard.press('Escape');
  await row(page, `${first} today`).waitFor();
  await inFocus(page, first);

  await keyboard.press('d');
  await page.getByLabel('Due, in words').fill('tomorrow 9am');
  await keyboard.press('Enter');
  await row(page, first).getByText('Tomorrow 9:00 AM').waitFor();
  await inFocus(page, first);
  await keyboard.press('p');
  await page.getByPlaceholder('Priority').fill('med');
  await keyboard.press('Enter');
  await expect
    .poll(async () => (await ada.tasks()).find(({ title }) => title.startsWith(first)))
    .toMatchObject({ priority: 'medium' });
  await inFocus(page, first);
  await keyboard.press('t');
  await page.getByPlaceholder('Find or make a tag').fill('shop');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await row(page, first).getByText('#shop').waitFor();

  await inFocus(page, first);
  await keyboard.press('s');
  await keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Selected tasks' });
  await bar.getByText('2 tasks').waitFor();
  await keyboard.press('Delete');
  await expect.poll(() => list(page).locator('[data-title]').count()).toBe(1);
  await keyboard.press('z');
  await expect.poll(() => list(page).locator('[data-title]').count()).toBe(3);

  await keyboard.press('g');
  await keyboard.press('u');
  await page.getByRole('heading', { level: 1, name: 'Upcoming' }).waitFor();
  await keyboard.press('/');
  await keyboard.type('nothing like it');
  await page.getByText('Nothing matches').waitFor();
  expect(await quickAdd(page).inputValue()).toBe('');
});

it('leads past the navigation by the first link', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
});
