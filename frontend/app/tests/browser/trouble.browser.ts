import { expect, it } from 'vitest';
import { answered, ask, chat, composer, say, transcript } from './chat.js';
import { setUpHarness } from './harness.js';
import { checkbox, quickAdd, row, titles } from './list.js';
import { Person, signIn } from './people.js';

const harness = setUpHarness();

const LOST = 'The server cannot be reached';

it('goes on by itself when the server is down and comes back, and loses nothing', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent');
  const page = await ada.open();
  await row(page, 'Pay rent').waitFor();
  await composer(page).fill('half a thought for the assistant');
  await quickAdd(page).fill('half a task');
  // Gone if the page were loaded again.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await harness.stack.killApi();
  await page.getByText(LOST).waitFor();
  await checkbox(page, 'Pay rent').click();
  await page.getByText('1 change will be sent').waitFor();
  expect(await quickAdd(page).inputValue()).toBe('half a task');

  await harness.stack.startApi();
  await page.getByText(LOST).waitFor({ state: 'detached' });
  await expect.poll(async () => (await ada.tasks())[0]?.completed).toBe(true);
  expect(await composer(page).inputValue()).toBe('half a thought for the assistant');
  expect(await quickAdd(page).inputValue()).toBe('half a task');
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

it('says within a second that a first visit cannot be served, and shows the tasks once it can', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent');
  await harness.stack.killApi();
  const page = await ada.open();
  await page.getByText('Your tasks could not be loaded').waitFor({ timeout: 3_000 });
  await harness.stack.startApi();
  await row(page, 'Pay rent').waitFor({ timeout: 30_000 });
});

it('goes on without a part of the page that cannot be had, and has it later', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent');
  const page = await ada.context.newPage();
  // What comes by itself comes; what is fetched once one does something does not.
  let isLost = false;
  await page.route('**/_next/**/*.js', (route) => (isLost ? route.abort() : route.continue()));
  await page.goto(`${harness.stack.url}/tasks`);
  await row(page, 'Pay rent').waitFor();
  await page.getByRole('region', { name: /^Notifications/ }).waitFor({ state: 'attached' });
  isLost = true;
  const picker = page.getByRole('dialog', { name: 'Due date' });
  await row(page, 'Pay rent').focus();
  await page.keyboard.press('d');
  await page.getByText('The choices could not be loaded').waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByText('The palette could not be loaded').waitFor();

  isLost = false;
  await row(page, 'Pay rent').focus();
  await page.keyboard.press('d');
  await picker.waitFor();
  harness.problems.splice(0);
});

it('goes on without the chat when that cannot be had, and has it later', async () => {
  const ada = await Person.create(harness, { viewport: { width: 375, height: 740 } });
  await ada.add('Pay rent');
  const page = await ada.open();
  await row(page, 'Pay rent').waitFor();
  let isLost = true;
  await page.route('**/_next/**/*.js', (route) => (isLost ? route.abort() : route.continue()));
  await page.getByRole('button', { name: 'Open the assistant' }).click();
  await page.getByText('The chat could not be loaded').waitFor();
  isLost = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await composer(page).waitFor();
  harness.problems.splice(0);
});

it('takes changes while the browser is offline, and sends them after', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent');
  const page = await ada.open();
  await row(page, 'Pay rent').waitFor();
  await ada.context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await checkbox(page, 'Pay rent').click();
  await quickAdd(page).fill('Made on a train');
  await quickAdd(page).press('Enter');
  await row(page, 'Made on a train').waitFor();
  await ada.context.setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  await expect
    .poll(
      async () => (await ada.tasks()).map(({ title, completed }) => `${title} ${completed}`).sort(),
      {
        timeout: 15_000,
      },
    )
    .toEqual(['Made on a train false', 'Pay rent true']);
});

it('renews a token that the server refuses, silently, and asks once more', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent');
  const page = await ada.context.newPage();
  // The token that came with the page is one that ran out: the page cannot tell, and the API refuses it.
  await page.addInitScript(() => {
    const plain = window.fetch;
    let first: string | null = null;
    window.fetch = (input, init) => {
      const request = new Request(input, init);
      const bearer = request.headers.get('authorization');
      first ??= bearer;
      // Without its first letter, its signature is another one.
      if (bearer && bearer === first) {
        request.headers.set('authorization', bearer.replace(/\.[^.]([^.]*)$/, '.$1'));
      }
      return plain.call(window, request);
    };
  });
  let tokens = 0;
  await page.route('**/api/auth/token', async (route) => {
    tokens += 1;
    // Two tokens of the same second are the same one.
    await page.waitForTimeout(1_000);
    await route.continue();
  });
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 401) refused.push(response.url());
  });
  await page.goto(`${harness.stack.url}/tasks`);
  await row(page, 'Pay rent').waitFor();
  await ask(page, 'add milk');
  await row(page, /^Milk/).waitFor();
  expect(tokens).toBe(1);
  expect(refused.length).toBeGreaterThan(0);
  expect(await page.getByText(/sign in again/i).count()).toBe(0);
  expect(page.url()).toContain('/tasks');
});

it('renews a token that runs out in mid-conversation, before anybody notices', async () => {
  const ada = await Person.create(harness);
  const page = await ada.context.newPage();
  await page.clock.install();
  await page.goto(`${harness.stack.url}/tasks`);
  await ask(page, 'add milk');
  await row(page, /^Milk/).waitFor();
  // The hour must not pass in the middle of the answer, which would be taken for a stalled one.
  await transcript(page)
    .getByText(/Added: Milk/)
    .waitFor();
  await answered(page);
  let renewed = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/auth/token')) renewed += 1;
  });
  // An hour later every token is too old: one lives for a quarter of it.
  await page.clock.fastForward(3_600_000);
  await ask(page, 'add bread');
  await row(page, /^Bread/).waitFor();
  expect(renewed).toBe(1);
});

it('leads to the sign-in and back when the session is over, and keeps what was typed', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open('/tasks?view=today');
  await page.getByText('A clear page').waitFor();
  await quickAdd(page).fill('Half a thought');
  await ada.context.clearCookies();
  await page.route('**/api/*/tasks*', (route) =>
    route.fulfill({
      status: 401,
      headers: { 'access-control-allow-origin': harness.stack.url },
      json: {},
    }),
  );
  await page.keyboard.press('Enter');
  // Each request that is refused leads there, and only the last one arrives.
  await expect.poll(() => page.url()).toContain('/sign-in?next=');
  await page.unroute('**/api/*/tasks*');
  await signIn(page, ada.email);
  await page.waitForURL(/\/tasks\?view=today/);
  await expect
    .poll(async () => [await quickAdd(page).inputValue(), ...(await titles(page))])
    .toContain('Half a thought');
});

it('keeps a message that cannot be sent, and sends it when it can', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await ask(page, 'hello');
  await harness.stack.killApi();
  await say(page, 'add milk');
  await chat(page)
    .getByText(/No connection|Reconnecting/)
    .first()
    .waitFor();
  await harness.stack.startApi();
  await row(page, /^Milk/).waitFor({ timeout: 30_000 });
  await answered(page);
  expect(await transcript(page).getByText('add milk', { exact: true }).count()).toBe(1);
  expect(await ada.tasks()).toHaveLength(1);
});
