import { expect, it } from 'vitest';
import { ask, chat } from './chat.js';
import { setUpHarness } from './harness.js';
import { checkbox, list, openBoxes, quickAdd, row, titles, toast } from './list.js';
import { Person, signUp } from './people.js';

const harness = setUpHarness();

it('keeps two people apart', async () => {
  const [ada, bob] = await Promise.all([Person.create(harness), Person.create(harness)]);
  const [hers, his] = await Promise.all([ada.open(), bob.open()]);
  await ask(hers, 'add a secret of Ada');
  await row(hers, /secret of Ada/i).waitFor();
  await ask(his, 'show my tasks');
  await chat(his).getByText('Nothing left to do').first().waitFor();
  expect(await titles(his)).toEqual([]);

  await ask(his, 'add milk of Bob');
  await row(his, /milk of Bob/i).waitFor();
  await Promise.all([hers.reload(), his.reload()]);
  await row(hers, /secret of Ada/i).waitFor();
  await row(his, /milk of Bob/i).waitFor();
  expect([await titles(hers), await titles(his)].map((all) => all.length)).toEqual([1, 1]);
  // Asked for by its address, too.
  const [, second] = await ada.add('Second one', 'Third one');
  expect((await bob.get(`/api/${ada.id}/tasks/${second?.id}`)).status).toBe(403);
  expect((await bob.get(`/api/${bob.id}/tasks/${second?.id}`)).status).toBe(404);
});

it('shows nothing of the one who was signed in before', async () => {
  const ada = await Person.create(harness);
  await ada.add('A secret of Ada');
  const page = await ada.open();
  await ask(page, 'hello there');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await signUp(page, harness.stack);
  await page.getByText('A clear page').waitFor();
  await chat(page).getByText('What shall we get done?').waitFor();
  expect(await page.getByText('A secret of Ada').count()).toBe(0);
  expect(await chat(page).getByText('hello there').count()).toBe(0);
});

it('keeps two tabs, and other clients, in step', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk', 'Call Ada');
  const [one, other] = [await ada.open(), await ada.open()];
  await Promise.all([one, other].map((page) => row(page, 'Buy milk').waitFor()));

  await quickAdd(one).fill('From tab one');
  await quickAdd(one).press('Enter');
  await row(other, 'From tab one').waitFor({ timeout: 3_000 });
  await checkbox(other, 'Buy milk').click();
  await list(one)
    .getByRole('checkbox', { name: 'Done: Buy milk', checked: true })
    .waitFor({ timeout: 3_000 });
  await ada.add('By another client');
  await Promise.all(
    [one, other].map((page) => row(page, 'By another client').waitFor({ timeout: 3_000 })),
  );
  await expect.poll(() => openBoxes(one).count()).toBe(3);

  await ask(one, 'add bread');
  await row(other, /^Bread/).waitFor({ timeout: 3_000 });
});

it('does not write over what another tab saved meanwhile, unless told to', async () => {
  const ada = await Person.create(harness);
  await ada.add('Call Ada');
  const [one, other] = [await ada.open(), await ada.open()];
  await row(one, 'Call Ada').click();
  await one.getByLabel('Title').fill('Call Ada at one');
  await row(other, 'Call Ada').click();
  await other.getByLabel('Title').fill('Call Ada at two');
  await other.keyboard.press('Escape');
  await expect.poll(async () => (await ada.tasks())[0]?.title).toBe('Call Ada at two');

  await one.keyboard.press('Escape');
  await toast(one, 'was changed elsewhere').waitFor();
  await row(one, 'Call Ada at two').waitFor();
  await toast(one, 'was changed elsewhere').getByRole('button', { name: 'Save mine' }).click();
  await row(other, 'Call Ada at one').waitFor();
});
