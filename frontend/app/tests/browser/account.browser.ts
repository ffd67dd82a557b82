import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { chat } from './chat.js';
import { setUpHarness } from './harness.js';
import { row } from './list.js';
import { newEmail, PASSWORD, Person, signIn } from './people.js';

const harness = setUpHarness();

const path = (url: URL | string) => new URL(url).pathname;

it.each(['/tasks', '/chatkit', '/settings'])('%s leads to the sign-in and back', async (wanted) => {
  const ada = await Person.create(harness);
  const page = await harness.open(wanted);
  await page.waitForURL((url) => path(url) === '/sign-in');
  await signIn(page, ada.email);
  await page.waitForURL((url) => path(url) === wanted);
  // Whoever is signed in has no business at the sign-in.
  await page.goto(`${harness.stack.url}/sign-in`);
  await page.waitForURL((url) => path(url) === '/tasks');
});

it('never leads to another site', async () => {
  const ada = await Person.create(harness);
  const page = await harness.open('/sign-in?next=https://elsewhere.example/');
  await signIn(page, ada.email);
  await page.waitForURL((url) => path(url) === '/tasks' && url.origin === harness.stack.url);
});

it('says within a second what is wrong with a sign-in, and keeps what was typed', async () => {
  const page = await harness.open('/sign-in');
  const email = newEmail();
  await signIn(page, email, 'not the password');
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor({ timeout: 3_000 });
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email);
  await page.getByLabel('E-mail').fill('no address');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[name=email][aria-invalid=true]').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
});

it('ends another session, and changes the password', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open('/settings');
  const elsewhere = await harness.open('/sign-in?next=/settings');
  await signIn(elsewhere, ada.email);
  await elsewhere.getByRole('heading', { name: 'Profile' }).waitFor();

  await page.reload();
  const sessions = page.locator('#sessions').getByRole('listitem');
  await expect.poll(() => sessions.count()).toBe(2);
  await page
    .getByRole('button', { name: /^Sign out / })
    .first()
    .click();
  await expect.poll(() => sessions.count()).toBe(1);
  await elsewhere.reload();
  await elsewhere.waitForURL((url) => path(url) === '/sign-in');

  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password', { exact: true }).fill('another horse battery');
  await page.keyboard.press('Enter');
  await page.getByText('Your password is changed').waitFor();
  await signIn(elsewhere, ada.email);
  await elsewhere
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
  await signIn(elsewhere, ada.email, 'another horse battery');
  await elsewhere.getByRole('heading', { name: 'Profile' }).waitFor();
});

it('keeps the scheme that was chosen, without the other one flashing by', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open('/settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.locator('html[data-theme=dark]').waitFor();
  await page.goto(`${harness.stack.url}/tasks`, { waitUntil: 'commit' });
  await page.locator('body').waitFor({ state: 'attached' });
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await chat(page).locator('.ck-root, [part=root]').first().waitFor();
});

it('gives all data away, and deletes it: on both sides or on none', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent');
  const page = await ada.open('/settings');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download everything' }).click(),
  ]);
  const data = await readFile(await file.path(), 'utf8');
  expect(JSON.parse(data)).toMatchObject({ account: { email: ada.email } });
  expect(data).toContain('Pay rent');

  const remove = async () => {
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
  };
  await harness.stack.killApi();
  await remove();
  await page
    .getByRole('alert')
    .filter({ hasText: /nothing/i })
    .waitFor();
  await harness.stack.startApi();
  await page.reload();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();

  await remove();
  await page.waitForURL((url) => path(url) === '/');
  await page.goto(`${harness.stack.url}/sign-in`);
  await signIn(page, ada.email);
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
});

it('sees nothing of an earlier account of the same address', async () => {
  const page = await harness.open();
  const email = newEmail();
  const origin = { origin: harness.stack.url };
  for (const _ of [1, 2]) {
    const data = { email, password: PASSWORD, name: 'Ada' };
    const url = `${harness.stack.url}/api/auth/sign-up/email`;
    expect((await page.request.post(url, { data, headers: origin })).ok()).toBe(true);
    await page.goto(`${harness.stack.url}/tasks`);
    await page.getByText('A clear page').waitFor();
    await page.getByRole('textbox', { name: 'Add a task' }).fill('A secret');
    await page.keyboard.press('Enter');
    await row(page, 'A secret').waitFor();
    await page.goto(`${harness.stack.url}/settings`);
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL((to) => path(to) === '/');
  }
});
