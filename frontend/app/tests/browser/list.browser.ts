import { expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { checkbox, details, list, openBoxes, quickAdd, row, titles, toast, undo } from './list.js';
import { Person } from './people.js';
import { inDays } from './time.js';

const harness = setUpHarness();

it('has the first tasks in the page itself, without asking for them or for a token', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk');
  const page = await ada.context.newPage();
  const asked: string[] = [];
  await page.route(/\/api\/(?:auth\/token|[^/]+\/(?:tasks|events))/, (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.abort();
  });
  // The page does not wait long for the API: on a busy machine it may come without the tasks.
  await expect
    .poll(
      async () => {
        await page.goto(`${harness.stack.url}/tasks`);
        const shown = row(page, 'Buy milk').waitFor({ timeout: 1_500 });
        return shown.then(() => true).catch(() => false);
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  expect(asked.filter((path) => path.endsWith('/token'))).toEqual([]);
});

it('takes a task as one says it, and shows what it understood', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await quickAdd(page).fill('Pay rent tomorrow 5pm #home !high');
  const recognised = page.getByRole('list', { name: 'Recognised' });
  await expect
    .poll(() => recognised.getByRole('button').allTextContents())
    .toEqual(['Tomorrow 5:00 PM', 'home', 'High priority']);
  await quickAdd(page).press('Enter');
  await row(page, 'Pay rent').getByText('Tomorrow 5:00 PM').waitFor();
  await expect
    .poll(async () => (await ada.tasks())[0])
    .toMatchObject({
      title: 'Pay rent',
      due_at: `${inDays(1)}T17:00:00Z`,
      priority: 'high',
      tags: ['home'],
    });

  // A phrase that is only meant as text.
  await quickAdd(page).fill('Watch Tomorrow');
  await recognised.getByRole('button', { name: /Take “Tomorrow” as text/ }).click();
  await quickAdd(page).press('Enter');
  await row(page, 'Watch Tomorrow').waitFor();
  await expect
    .poll(async () =>
      (await ada.tasks()).map(({ title, due_at }) => `${title}, ${due_at ?? 'no date'}`),
    )
    .toContain('Watch Tomorrow, no date');
});

it('says where a task went that is added out of sight, and leads there', async () => {
  const ada = await Person.create(harness);
  await ada.add({ title: 'Coming', due_at: inDays(3) });
  const page = await ada.open('/tasks?view=upcoming');
  await row(page, 'Coming').waitFor();
  await quickAdd(page).fill('Call Ada in 2 days');
  await quickAdd(page).press('Enter');
  await row(page, 'Call Ada').waitFor();
  await quickAdd(page).fill('Buy milk');
  await quickAdd(page).press('Enter');
  await toast(page, 'Added “Buy milk”').getByRole('button', { name: 'Show' }).click();
  await page.getByRole('heading', { level: 1, name: 'All tasks' }).waitFor();
  await details(page, 'Buy milk').waitFor();
  // What one sees come needs no words.
  expect(await toast(page, 'Call Ada').count()).toBe(0);
});

it('edits a task in its place, and every change can be taken back', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk');
  const page = await ada.open();
  await row(page, 'Buy milk').click();
  await page.getByLabel('Title').fill('Buy milk and eggs');
  await page.getByLabel('Notes').fill('Two dozen');
  await details(page, 'Buy milk').getByRole('button', { name: 'Priority' }).click();
  await page.getByPlaceholder('Priority').fill('high');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'High priority' }).waitFor();
  await page.getByRole('button', { name: 'Close details' }).click();
  await row(page, 'Buy milk and eggs').waitFor();
  const changed = { title: 'Buy milk and eggs', description: 'Two dozen', priority: 'high' };
  await expect.poll(async () => (await ada.tasks())[0]).toMatchObject(changed);
  await page.reload();
  await row(page, 'Buy milk and eggs').waitFor();

  await row(page, 'Buy milk and eggs').hover();
  await page.getByRole('button', { name: 'Actions for Buy milk and eggs' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await row(page, 'Buy milk and eggs').waitFor({ state: 'detached' });
  await undo(page, 'Deleted “Buy milk and eggs”');
  await row(page, 'Buy milk and eggs').waitFor();
  await expect.poll(async () => (await ada.tasks())[0]).toMatchObject(changed);
});

it('keeps what was typed when a task is left by a click elsewhere', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk', 'Call Ada');
  const page = await ada.open();
  await row(page, 'Buy milk').click();
  await page.getByLabel('Title').fill('Buy oat milk');
  await row(page, 'Call Ada').click();
  await row(page, 'Buy oat milk').waitFor();
  await expect
    .poll(async () => (await ada.tasks()).map(({ title }) => title).sort())
    .toEqual(['Buy oat milk', 'Call Ada']);
});

it('does things to several tasks at once, and takes them back together', async () => {
  const ada = await Person.create(harness);
  await ada.add('One', 'Two', 'Three');
  const page = await ada.open();
  await row(page, 'One').click({ modifiers: ['ControlOrMeta'] });
  const bar = page.getByRole('region', { name: 'Selected tasks' });
  await bar.getByText('1 task').waitFor();
  await bar.getByRole('button', { name: 'Select all 3' }).click();
  await bar.getByText('3 tasks').waitFor();

  await bar.getByRole('button', { name: 'Complete' }).click();
  await toast(page, 'Completed 3 tasks').waitFor();
  await expect.poll(() => openBoxes(page).count()).toBe(0);
  await undo(page, 'Completed 3 tasks');
  await expect.poll(() => openBoxes(page).count()).toBe(3);

  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => titles(page)).toEqual([]);
  await undo(page, 'Deleted 3 tasks');
  await expect.poll(async () => (await titles(page)).sort()).toEqual(['One', 'Three', 'Two']);
  await expect
    .poll(async () => (await ada.tasks()).filter(({ completed }) => !completed).length)
    .toBe(3);
});

it('moves several tasks to a day, and each keeps its time', async () => {
  const ada = await Person.create(harness);
  await ada.add({ title: 'At ten', due_at: `${inDays(1)}T10:00:00Z` }, 'Any time');
  const page = await ada.open();
  await row(page, 'At ten').click({ modifiers: ['ControlOrMeta'] });
  await row(page, 'Any time').click();
  const bar = page.getByRole('region', { name: 'Selected tasks' });
  await bar.getByRole('button', { name: 'Due date' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Today', exact: true }).click();
  await toast(page, 'Moved 2 tasks to Today').waitFor();
  await expect
    .poll(async () =>
      (await ada.tasks()).map(({ title, due_at, all_day }) => [title, due_at, all_day]).sort(),
    )
    .toEqual([
      ['Any time', `${inDays(0)}T00:00:00Z`, true],
      ['At ten', `${inDays(0)}T10:00:00Z`, false],
    ]);
});

it('keeps the offer to take something back on the way to another page', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk');
  const page = await ada.open();
  await checkbox(page, 'Buy milk').click();
  await toast(page, 'Completed “Buy milk”').waitFor();
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Settings' })
    .click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await undo(page, 'Completed “Buy milk”');
  await expect.poll(async () => (await ada.tasks())[0]?.completed).toBe(false);
});

it('filters by time, list and tag, finds by words, and the address holds it', async () => {
  const ada = await Person.create(harness);
  await ada.add(
    { title: 'Late one', due_at: inDays(-2) },
    { title: 'Today one', due_at: inDays(0), tags: ['work'] },
    { title: 'Coming one', due_at: inDays(3), list: 'Home' },
    { title: 'Done one', completed: true },
    'Whenever',
  );
  const page = await ada.open();
  await row(page, 'Whenever').waitFor();
  const shown = async (link: string, heading: string, expected: string[]) => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: link }).click();
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await expect.poll(() => titles(page)).toEqual(expected);
  };
  await shown('Today', 'Today', ['Late one', 'Today one']);
  await shown('Upcoming', 'Upcoming', ['Coming one']);
  await shown('Overdue', 'Overdue', ['Late one']);
  await shown('Done', 'Done', ['Done one']);
  await shown('Home', 'Home', ['Coming one']);
  await shown('work', '#work', ['Today one']);
  expect(page.url()).toContain('tag=work');
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();

  await shown('All tasks', 'All tasks', [
    'Late one',
    'Today one',
    'Coming one',
    'Whenever',
    'Done one',
  ]);
  await page.getByRole('textbox', { name: 'Search the tasks' }).fill('coming');
  await expect.poll(() => titles(page)).toEqual(['Coming one']);
  await expect.poll(() => page.url()).toContain('q=coming');
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(['Coming one']);
  await page.getByRole('textbox', { name: 'Search the tasks' }).fill('nothing like it');
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Clear the search' }).last().click();
  await row(page, 'Whenever').waitFor();
});

it('sorts as one likes', async () => {
  const ada = await Person.create(harness);
  await ada.add(
    { title: 'B', priority: 'low' },
    { title: 'A', priority: 'none' },
    { title: 'C', priority: 'high' },
  );
  const page = await ada.open();
  await row(page, 'A').waitFor();
  const sort = async (name: string) => {
    await page.getByRole('button', { name: /^Sort:/ }).click();
    await page.getByRole('menuitemradio', { name }).click();
    // One that is still closing would take the next click for itself.
    await page.getByRole('menu').waitFor({ state: 'detached' });
  };
  await sort('Priority');
  await expect.poll(() => titles(page)).toEqual(['C', 'B', 'A']);
  await sort('Title');
  await expect.poll(() => titles(page)).toEqual(['A', 'B', 'C']);
});

it('finds tasks and commands in the palette', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent', 'Buy milk');
  const page = await ada.open('/tasks?view=today');
  const field = page.getByPlaceholder('Find a task or a command');
  await page.getByText('Nothing is due today').waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('rent');
  await page.keyboard.press('Enter');
  // Shown although the view did not hold it.
  await details(page, 'Pay rent').waitFor();

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('upcoming');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Upcoming' }).waitFor();

  await page.keyboard.press('ControlOrMeta+k');
  await field.fill('water the plants');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await ada.tasks()).map(({ title }) => title))
    .toContain('water the plants');
});

it('does nothing twice that was meant once', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await quickAdd(page).fill('Once only');
  await page.getByRole('button', { name: 'Add', exact: true }).dblclick();
  await row(page, 'Once only').waitFor();
  await checkbox(page, 'Once only').dblclick();
  await expect
    .poll(async () => (await ada.tasks()).map(({ completed }) => completed))
    .toEqual([false]);
  expect(await list(page).locator('[data-title]').count()).toBe(1);
});

it.each([
  ['a desk', {}],
  ['a phone', { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true }],
] as const)('shows all of the due date picker on %s, wherever the task stands', async (_, look) => {
  const ada = await Person.create(harness, look);
  await ada.add(...Array.from({ length: 9 }, (_, n) => `Task ${n}`));
  const page = await ada.open();
  const picker = page.getByRole('dialog', { name: 'Due date' });
  for (const n of [0, 2, 4, 6, 8]) {
    await row(page, `Task ${n}`).focus();
    await page.keyboard.press('d');
    await page.waitForFunction(() => {
      const dialog = document.querySelector('[role=dialog]');
      return dialog && !dialog.getAnimations().some(({ playState }) => playState === 'running');
    });
    const { top, left, right, bottom, hidden, screen } = await picker.evaluate((element) => {
      const { top, left, right, bottom } = element.getBoundingClientRect();
      const hidden = element.scrollHeight - element.clientHeight;
      const screen = { width: window.innerWidth, height: window.innerHeight };
      return { top, left, right, bottom, hidden, screen };
    });
    expect(hidden, 'cut off').toBe(0);
    expect(Math.min(top, left, screen.width - right, screen.height - bottom)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await picker.waitFor({ state: 'detached' });
    // The focus comes back a moment after it has closed.
    await page.waitForFunction(() => document.activeElement?.matches('[data-title]'));
  }
});
