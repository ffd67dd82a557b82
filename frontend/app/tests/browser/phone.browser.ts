import { expect, it } from 'vitest';
import { ask, chat, composer } from './chat.js';
import { setUpHarness } from './harness.js';
import { details, list, row } from './list.js';
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
