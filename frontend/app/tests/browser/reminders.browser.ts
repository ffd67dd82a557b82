import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { details } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

/** A moment soon. */
const soon = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

it('tells of a task when it is due, on whichever page one is', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open('/settings');
  await page.getByRole('heading', { name: 'Reminders' }).waitFor();
  await ada.add({ title: 'Call the bank', due_at: soon(8) });
  await page.getByText('Due now: Call the bank').waitFor({ timeout: 25_000 });
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await details(page, 'Call the bank').waitFor();
  expect(page.url()).toMatch(/tasks\?task=\d+/);
});

/** Keeps the notifications that the browser showed; they are its own, and only watched. */
function watchNotifications(): void {
  const shown: Notification[] = [];
  class Watched extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      this.addEventListener('show', () => shown.push(this));
    }
  }
  Object.assign(window, { shown, Notification: Watched });
}

type Watched = { shown: Notification[] };

const shownOn = (page: Page) => () =>
  page.evaluate(() =>
    (window as unknown as Watched).shown.map(({ title, body }) => `${title}: ${body}`),
  );

/** Clicks on the last notification, and tells that the browser took it away. */
const clickLast = (page: Page) =>
  page.evaluate(() => {
    const last = (window as unknown as Watched).shown.at(-1);
    const closed = new Promise((done) => last?.addEventListener('close', done));
    last?.dispatchEvent(new Event('click'));
    return closed.then(() => true);
  });

it('shows a notification of the browser while the page is out of sight, once that is wanted', async () => {
  const ada = await Person.create(harness);
  await ada.context.grantPermissions(['notifications']);
  await ada.context.addInitScript(watchNotifications);
  const page = await ada.open('/settings');
  const shown = shownOn(page);
  await page.getByText('Notifications are off in this browser').waitFor();
  await page.getByRole('button', { name: 'Turn notifications on' }).click();
  await page.getByText('Notifications are on in this browser').waitFor();

  await ada.add({ title: 'Seen', due_at: soon(4) });
  await page.getByText('Due now: Seen').waitFor({ timeout: 25_000 });
  expect(await shown()).toEqual([]);

  await page.evaluate(() =>
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }),
  );
  await ada.add({ title: 'Unseen', due_at: soon(4) });
  await expect.poll(shown, { timeout: 25_000 }).toEqual(['Unseen: Due now']);
  await page.getByRole('button', { name: 'Turn notifications off' }).click();
  await ada.add({ title: 'Unwanted', due_at: soon(4) });
  await page.getByText('Due now: Unwanted').waitFor({ timeout: 25_000 });
  expect(await shown()).toEqual(['Unseen: Due now']);

  expect(await clickLast(page)).toBe(true);
  await details(page, 'Unseen').waitFor();
  expect(page.url()).toMatch(/tasks\?task=\d+/);
});
