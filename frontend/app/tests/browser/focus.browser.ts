import { expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { list, quickAdd, row } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

it('leaves the focus where one clicks while a picker is open', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk', 'Call Ada');
  const page = await ada.open();
  const search = page.getByRole('textbox', { name: 'Search the tasks' });
  for (const field of [search, quickAdd(page)]) {
    await row(page, 'Call Ada').focus();
    await page.keyboard.press('d');
    await page.getByLabel('Due, in words').waitFor();
    await field.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.type('call', { delay: 20 });
    expect(await field.inputValue()).toBe('call');
  }
});

it('stays where one scrolls to, when the task with the focus is out of sight', async () => {
  const ada = await Person.create(harness);
  await ada.addMany(Array.from({ length: 80 }, (_, n) => ({ title: `Task ${n}` })));
  const page = await ada.open();
  await row(page, /Task/).first().focus();
  const first = await row(page, /Task/).first().textContent();
  const box = await list(page).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 40);
  const offset = () =>
    list(page).evaluate((element) => Math.round(element.getBoundingClientRect().top));
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 1_500);
      return row(page, first ?? '').count();
    })
    .toBe(0);
  const before = await offset();
  await ada.add({ title: 'New', priority: 'high' });
  await page.getByRole('heading', { level: 1 }).locator('+ p').getByText('81 tasks').waitFor();
  expect(Math.abs((await offset()) - before)).toBeLessThan(100);
});
