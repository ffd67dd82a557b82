import type { Locator, Page } from 'playwright-core';

/** The chat, as a person finds it on the page. */
export function chat(page: Page): Locator {
  return page.locator('openai-chatkit');
}

export function composer(page: Page): Locator {
  return chat(page).getByRole('textbox', { name: 'Message' });
}

export function transcript(page: Page): Locator {
  return chat(page).getByRole('log');
}

export function stopButton(page: Page): Locator {
  return chat(page).getByRole('button', { name: 'Stop answering' });
}

/** Writes and sends a message by keyboard. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await transcript(page).getByText(text, { exact: true }).last().waitFor();
}

/** Says something, and waits until it is answered. */
export async function ask(page: Page, text: string): Promise<void> {
  await say(page, text);
  await answered(page);
}

/** Waits until no answer is coming in. */
export async function answered(page: Page): Promise<void> {
  await stopButton(page).waitFor({ state: 'detached' });
}
