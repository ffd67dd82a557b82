import { expect, it } from 'vitest';
import { answered, chat, composer, say, stopButton, transcript } from './chat.js';
import { setUpHarness } from './harness.js';
import { Person } from './people.js';

/** Long enough to be cut in the middle, and numbered, so that one sees where. */
const WORDS = Array.from({ length: 160 }, (_, n) => `word${n}`);
const harness = setUpHarness(() => ({ slowAnswer: WORDS.join(' ') }));

it('keeps what there is of an answer that is stopped, also after a reload', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await say(page, 'tell me something long');
  await transcript(page).getByText('word5').waitFor();
  await stopButton(page).click();
  await answered(page);
  const kept = await transcript(page).textContent();
  expect(kept).not.toContain('word159');
  await page.reload();
  await transcript(page).getByText('word5').waitFor();
  expect(await transcript(page).textContent()).not.toContain('word159');
  await say(page, 'go on');
  await transcript(page).getByText('word3').nth(1).waitFor();
});

it('recovers from a server that dies in mid-answer, without a reload', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await say(page, 'tell me something long');
  await transcript(page).getByText('word5').waitFor();
  await composer(page).fill('what I was about to ask');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  await harness.stack.killApi();
  await page.getByText('The server cannot be reached').waitFor();
  await chat(page)
    .getByText(/Connection lost|The connection was lost/)
    .first()
    .waitFor();
  expect(await composer(page).inputValue()).toBe('what I was about to ask');

  await harness.stack.startApi();
  await page.getByText('The server cannot be reached').waitFor({ state: 'detached' });
  await answered(page);
  expect(await composer(page).inputValue()).toBe('what I was about to ask');
  await composer(page).press('Enter');
  await transcript(page).getByText('what I was about to ask', { exact: true }).waitFor();
  await transcript(page).getByText('word20').last().waitFor();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

it('lets an answer come to its end on whichever page one looks at meanwhile', async () => {
  const ada = await Person.create(harness);
  const page = await ada.open();
  await say(page, 'tell me something long');
  await transcript(page).getByText('word5').waitFor();
  await composer(page).fill('and what I ask next');
  const main = page.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  expect(await chat(page).isVisible()).toBe(false);
  await main.getByRole('link', { name: 'Assistant' }).click();
  // Not begun again, and named by the address as if it had been opened here.
  await stopButton(page).waitFor();
  await expect.poll(() => page.url()).toContain('/chatkit?thread=');
  expect(await composer(page).inputValue()).toBe('and what I ask next');
  await main.getByRole('link', { name: 'Tasks' }).click();
  await transcript(page).getByText('word159').waitFor({ timeout: 15_000 });
  await answered(page);
  await page.reload();
  await transcript(page).getByText('word159').waitFor();
  expect(await transcript(page).getByText('tell me something long').count()).toBe(1);
});
