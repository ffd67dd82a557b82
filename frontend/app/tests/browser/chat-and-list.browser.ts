import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { answered, ask, chat, composer, say, transcript } from './chat.js';
import { setUpHarness } from './harness.js';
import { details, row } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

it('puts a task into the composer by its menu, and the assistant knows which one', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent', 'Buy milk');
  const page = await ada.open();
  await composer(page).waitFor();
  await row(page, 'Buy milk').hover();
  await page.getByRole('button', { name: 'Actions for Buy milk' }).click();
  await page.getByRole('menuitem', { name: 'Ask about this task' }).click();
  await expect.poll(() => composer(page).inputValue()).toContain('Buy milk');
  expect(await composer(page).evaluate((field) => field.matches(':focus'))).toBe(true);
  await page.keyboard.press('Home');
  await page.keyboard.type('complete ');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () =>
      (await ada.tasks()).filter((task) => task.completed).map(({ title }) => title),
    )
    .toEqual(['Buy milk']);
});

it('opens the chat for it when that is closed', async () => {
  const ada = await Person.create(harness);
  await ada.add('Buy milk');
  const page = await ada.open();
  await chat(page).getByRole('button', { name: 'Close' }).click();
  await chat(page).waitFor({ state: 'hidden' });
  await page.reload();
  await row(page, 'Buy milk').hover();
  expect(await chat(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Ask the assistant about Buy milk' }).click();
  await expect.poll(() => composer(page).inputValue()).toContain('Buy milk');
});

it('names tasks by @', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent', 'Buy milk');
  const page = await ada.open();
  await composer(page).click();
  await page.keyboard.type('complete @ren');
  await chat(page)
    .getByRole('option', { name: /Pay rent/ })
    .click();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () =>
      (await ada.tasks()).filter((task) => task.completed).map(({ title }) => title),
    )
    .toEqual(['Pay rent']);
});

it('does all that one sentence asks for, each to be taken back by itself', async () => {
  const ada = await Person.create(harness);
  await ada.add('Go to the gym');
  const page = await ada.open();
  await row(page, 'Go to the gym').waitFor();
  await composer(page).waitFor();
  const order = await watchOrder(page);
  // The third makes the answer longer than the news of the list take to get here.
  await say(page, 'add milk tomorrow at 5, delete the gym task and show my tasks');
  await row(page, /^Milk/i).getByText('Tomorrow 5:00 PM').waitFor();
  await row(page, 'Go to the gym').waitFor({ state: 'detached' });
  await answered(page);
  // The list does not wait for the end of the answer.
  expect(await order()).toEqual(['list', 'answered']);
  await chat(page).getByRole('button', { name: 'Undo' }).last().click();
  await row(page, 'Go to the gym').waitFor();
  await expect
    .poll(async () => (await ada.tasks()).map(({ title }) => title.toLowerCase()).sort())
    .toEqual(['go to the gym', 'milk']);
});

it('takes a tag in front of what is to be done with it', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent', 'Buy milk');
  const page = await ada.open();
  await composer(page).click();
  await page.keyboard.type('@mil');
  await chat(page)
    .getByRole('option', { name: /Buy milk/ })
    .click();
  await page.keyboard.type(' complete it');
  await page.keyboard.press('Enter');
  await answered(page);
  await expect
    .poll(async () =>
      (await ada.tasks()).filter((task) => task.completed).map(({ title }) => title),
    )
    .toEqual(['Buy milk']);
});

it('opens a task that is clicked in the chat, and marks one done there', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent', 'Buy milk');
  const page = await ada.open();
  await ask(page, 'show my tasks');
  const widget = chat(page).locator('.ck-widget').last();
  await widget.getByRole('button', { name: 'Buy milk' }).click();
  await details(page, 'Buy milk').waitFor();
  expect(page.url()).toMatch(/task=\d+/);
  await widget.getByRole('button', { name: 'Done', exact: true }).first().click();
  await expect
    .poll(async () => (await ada.tasks()).filter((task) => task.completed).length)
    .toBe(1);
});

it('shows for a moment what the assistant changed, and only that', async () => {
  const ada = await Person.create(harness);
  await ada.add('Pay rent', 'Buy milk');
  const page = await ada.open();
  await row(page, 'Pay rent').waitFor();
  await composer(page).waitFor();
  // Counted as they come: it is over in a moment.
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const title of document.querySelectorAll('[data-title]')) {
        const stands = title.parentElement?.classList.contains('bg-accent-soft');
        if (stands) seen.add(title.querySelector('span')?.textContent ?? '');
      }
    }).observe(document.body, { subtree: true, attributeFilter: ['class'], childList: true });
  });
  await ask(page, 'make buy milk urgent');
  const seen = () => page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
  await expect.poll(seen).toEqual(['Buy milk']);
  await expect
    .poll(
      () =>
        page
          .locator('.bg-accent-soft')
          .filter({ has: row(page, 'Buy milk') })
          .count(),
      {
        timeout: 5_000,
      },
    )
    .toBe(0);
});

it('says honestly that the demo model answers, and how to connect a real one', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await chat(page).getByText('The built-in demo model answers').waitFor();
  await page.goto(`${harness.stack.url}/settings#assistant`);
  await page.getByText('The built-in demo model', { exact: false }).first().waitFor();
  await page.getByText('OPENAI_API_KEY').first().waitFor();
});

it('keeps its conversations on a page of their own', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open('/chatkit');
  await ask(page, 'add milk');
  await expect.poll(() => page.url()).toContain('thread=thr_');
  const address = page.url();
  await chat(page).getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'what is left?');
  await chat(page).getByRole('button', { name: 'History' }).click();
  await chat(page).getByRole('dialog', { name: 'History' }).getByText('add milk').click();
  await transcript(page).getByText('add milk', { exact: true }).waitFor();
  expect(await transcript(page).getByText('what is left?').count()).toBe(0);
  await page.goto(address);
  await transcript(page).getByText('add milk', { exact: true }).waitFor();
  await ask(page, 'delete it');
  await answered(page);
  await expect.poll(async () => (await ada.tasks()).length).toBe(0);
  // A click there leads to the task in the list.
  await ada.add('Pay rent');
  await ask(page, 'show my tasks');
  await chat(page).locator('.ck-widget').last().getByRole('button', { name: 'Pay rent' }).click();
  await page.waitForURL(/\/tasks\?task=\d+/);
  await details(page, 'Pay rent').waitFor();
});

/** Notes which comes first: that the list has changed, or that the answer has ended. */
async function watchOrder(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const order: string[] = [];
    Object.assign(window, { order });
    const list = document.querySelector('[role=list][aria-label=Tasks]');
    const changed = new MutationObserver(() => {
      if (/gym/i.test(list?.textContent ?? '')) return;
      changed.disconnect();
      order.push('list');
    });
    if (list) changed.observe(list, { subtree: true, childList: true });
    document.querySelector('openai-chatkit')?.addEventListener('chatkit.response.end', () => {
      order.push('answered');
    });
  });
  return () => page.evaluate(() => (window as unknown as { order: string[] }).order);
}

it('gives the assistant the width one drags it to, and keeps that', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await composer(page).waitFor();
  const line = page.getByRole('separator', { name: 'Width of the assistant' });
  const edge = async () => Math.round((await line.boundingBox())?.x ?? 0);
  const drag = async (x: number) => {
    await page.mouse.move(await edge(), 400);
    await page.mouse.down();
    await page.mouse.move(x + 40, 410, { steps: 4 });
    await page.mouse.move(x, 410);
    await page.mouse.up();
  };
  await drag(700);
  expect(Math.abs((await edge()) - 700)).toBeLessThan(3);
  // The first HTML has it already.
  await page.reload();
  expect(Math.abs((await edge()) - 700)).toBeLessThan(3);
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(edge).toBeGreaterThan(720);
  await drag(1270);
  await line.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Assistant', exact: true }).click();
  await composer(page).waitFor();
  expect(await edge()).toBeLessThan(1_000);
});

it('shows the last answer to its end after a reload', async () => {
  const ada = await Person.create(harness);
  await ada.addMany(Array.from({ length: 25 }, (_, n) => ({ title: `Errand ${n + 1}` })));
  const page = await ada.open();
  for (let n = 0; n < 4; n += 1) await ask(page, 'show my tasks');
  await page.reload();
  await transcript(page).locator('.ck-widget').last().waitFor();
  const left = () =>
    transcript(page).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  await expect.poll(left).toBeLessThan(5);
  await page.waitForTimeout(500);
  expect(await left()).toBeLessThan(5);
  expect(await chat(page).getByRole('button', { name: 'Jump to latest' }).count()).toBe(0);
});
