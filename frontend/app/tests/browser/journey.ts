import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { answered, ask, chat, composer, say, transcript } from './chat.js';
import { checkbox, list, row, titles } from './list.js';
import { signUp } from './people.js';
import type { Stack } from './stack.js';

/** Between steps, for whoever only watches; tests do not wait. */
export type Pause = () => Promise<void>;

const MILK = /^Milk|^milk/;
const DENTIST = 'Call the dentist';

/** What a person does in the first minutes: the list and the chat, each knowing what the other did. */
export async function mainJourney(page: Page, stack: Stack, pause: Pause = async () => {}) {
  await signUp(page, stack);
  await page.getByText('A clear page').waitFor();
  await addByChat(page);
  await pause();
  await completeInList(page);
  await pause();
  await deleteByChat(page);
  await pause();
  await takeBack(page);
  await pause();
  await returnLater(page);
  await pause();
}

async function addByChat(page: Page): Promise<void> {
  await say(page, 'add milk tomorrow at 5 and call the dentist on friday');
  await row(page, MILK).getByText('Tomorrow 5:00 PM').waitFor();
  await row(page, DENTIST).waitFor();
  await answered(page);
  await chat(page)
    .getByText(/Added: Milk/i)
    .first()
    .waitFor();
}

async function completeInList(page: Page): Promise<void> {
  await checkbox(page, DENTIST).click();
  await list(page)
    .getByRole('checkbox', { name: `Done: ${DENTIST}`, checked: true })
    .waitFor();
  // It keeps its place for a moment, so that one sees it done.
  await list(page).getByRole('heading', { name: /^Done/ }).waitFor();
  await ask(page, 'what is left?');
  await chat(page).getByText('1 open task').last().waitFor();
  const widget = chat(page).locator('.ck-widget').last();
  expect(await widget.getByText(MILK).count()).toBeGreaterThan(0);
  expect(await widget.getByText(DENTIST).count()).toBe(0);
}

async function deleteByChat(page: Page): Promise<void> {
  await ask(page, 'delete milk');
  await row(page, MILK).waitFor({ state: 'detached' });
}

async function takeBack(page: Page): Promise<void> {
  await chat(page).getByRole('button', { name: 'Undo' }).last().click();
  await row(page, MILK).getByText('Tomorrow 5:00 PM').waitFor();
}

async function returnLater(page: Page): Promise<void> {
  const shown = await titles(page);
  await page.reload();
  // Open tasks come first, done ones a moment later.
  await expect.poll(() => titles(page)).toEqual(shown);
  await transcript(page).getByText('what is left?').waitFor();
  await transcript(page).getByText('delete milk').waitFor();
  // The conversation goes on where it was.
  await ask(page, 'what is left?');
  await chat(page).getByText('1 open task').last().waitFor();
  expect(await composer(page).inputValue()).toBe('');
}
