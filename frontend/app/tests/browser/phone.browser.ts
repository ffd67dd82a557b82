import { expect, it } from 'vitest';
import { ask, chat, composer } from './chat.js';
import { setUpHarness } from './harness.js';
import { details, list, quickAdd, row } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

const PHONE = { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true } as const;
const SMALLEST = { ...PHONE, viewport: { width: 320, height: 640 } } as const;

const HOSTILE = [
  'W'.repeat(150),
  'A very long title that goes on and on, '.repeat(5).slice(0, 199),
  {
    title: 'Many',
    list: 'A list with quite a long name of its own',
    tags: ['one', 'two', 'three', 'four', 'a-very-long-tag-that-does-not-break'],
  },
];

it('shows the chat as a sheet over the list', async () => {
  const ada = await Person.create(harness, PHONE);
  await ada.add('Send the lease');
  const page = await ada.open();
  await row(page, 'Send the lease').waitFor();
  expect(await chat(page).isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Open the assistant' }).tap();
  await composer(page).waitFor();
  const box = await page.locator('#assistant').boundingBox();
  expect(box).toEqual({ x: 0, y: 0, width: 375, height: 740 });

  await ask(page, 'add milk');
  await ask(page, 'show my tasks');
  await chat(page)
    .locator('.ck-widget')
    .last()
    .getByRole('button', { name: 'Send the lease' })
    .tap();
  await chat(page).waitFor({ state: 'hidden' });
  await details(page, 'Send the lease').waitFor();
  await row(page, /^Milk/).waitFor();

  // Back to it: the conversation is still there, and Escape leads out.
  await page.getByRole('button', { name: 'Open the assistant' }).tap();
  await chat(page).getByText('show my tasks').first().waitFor();
  await page.keyboard.press('Escape');
  await chat(page).waitFor({ state: 'hidden' });
});

it('leaves the list alone while the chat lies over it', async () => {
  const ada = await Person.create(harness, { viewport: PHONE.viewport });
  await ada.add('Send the lease');
  const page = await ada.open();
  const opener = page.getByRole('button', { name: 'Open the assistant' });
  await row(page, 'Send the lease').focus();
  await opener.click();
  await composer(page).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('assistant');
  // What would delete the task, or move it.
  await page.keyboard.press('Delete');
  await page.keyboard.press('m');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Escape');
  await chat(page).waitFor({ state: 'hidden' });
  expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await ada.tasks()).toHaveLength(1);
});

it('keeps all in its place when one begins to search', async () => {
  const ada = await Person.create(harness, PHONE);
  await ada.add('Send the lease');
  const page = await ada.open();
  await row(page, 'Send the lease').waitFor();
  const before = await quickAdd(page).boundingBox();
  await page.getByRole('textbox', { name: 'Search the tasks' }).tap();
  await page.keyboard.type('lease');
  await page.getByRole('button', { name: 'Clear the search' }).waitFor();
  expect(await quickAdd(page).boundingBox()).toEqual(before);
});

it('lays nothing over the details of a task', async () => {
  const ada = await Person.create(harness, PHONE);
  await ada.add(...Array.from({ length: 9 }, (_, n) => `Task ${n}`));
  const page = await ada.open();
  const opener = await page.getByRole('button', { name: 'Open the assistant' }).boundingBox();
  for (const n of [4, 3, 1, 0]) {
    await row(page, `Task ${n}`).tap();
    const remove = details(page, `Task ${n}`).getByRole('button', { name: 'Delete this task' });
    await expect
      .poll(async () => {
        const box = await remove.boundingBox();
        return box && opener && box.y + box.height < opener.y;
      })
      .toBe(true);
    await page.getByRole('button', { name: 'Close details' }).tap();
  }
});

it('has targets that a finger can hit', async () => {
  const ada = await Person.create(harness, PHONE);
  await ada.add('Send the lease');
  const page = await ada.open();
  await row(page, 'Send the lease').waitFor();
  const boxes = await Promise.all(
    [
      list(page).getByRole('checkbox', { name: 'Done: Send the lease' }),
      page.getByRole('button', { name: 'Open the assistant' }),
      page.getByRole('button', { name: 'Actions for Send the lease' }),
      ...(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').all()),
    ].map((target) => target.boundingBox()),
  );
  for (const box of boxes)
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(36);
});

it('has fields that a phone does not zoom into', async () => {
  const ada = await Person.create(harness, PHONE);
  await ada.add('Send the lease');
  const page = await ada.open();
  const sizes = () =>
    page
      .locator('input, textarea, select')
      .evaluateAll((fields) =>
        fields.map((field) => Number.parseFloat(getComputedStyle(field).fontSize)),
      );
  await row(page, 'Send the lease').tap();
  await details(page, 'Send the lease').waitFor();
  expect((await sizes()).length).toBeGreaterThan(3);
  expect(Math.min(...(await sizes()))).toBeGreaterThanOrEqual(16);
  await details(page, 'Send the lease').getByRole('button', { name: 'Due date' }).tap();
  await page.getByLabel('Due, in words').waitFor();
  expect(Math.min(...(await sizes()))).toBeGreaterThanOrEqual(16);
  await page.goto(`${harness.stack.url}/settings`);
  await page.getByLabel('Name', { exact: true }).waitFor();
  expect(Math.min(...(await sizes()))).toBeGreaterThanOrEqual(16);
});

it('holds titles that do not want to fit', async () => {
  const ada = await Person.create(harness, SMALLEST);
  await ada.add(...HOSTILE);
  const page = await ada.open();
  await row(page, 'Many').waitFor();
  const wider = (element: Element) => element.scrollWidth - element.clientWidth;
  expect(await page.locator('html').evaluate(wider)).toBe(0);
  expect(await list(page).evaluate(wider)).toBe(0);
});

it('shows in the line of views which one it is, and offers what it can do here', async () => {
  const ada = await Person.create(harness, SMALLEST);
  await ada.add({ title: 'Pay the bill', completed: true, list: 'Home' });
  const page = await ada.open('/tasks?list=Home');
  const present = page.getByRole('navigation', { name: 'Views' }).getByRole('link', {
    name: 'Home',
  });
  await expect
    .poll(async () => {
      const box = await present.boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 320;
    })
    .toBe(true);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('option', { name: 'Show the assistant' }).waitFor();
});
