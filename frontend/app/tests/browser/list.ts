import type { Locator, Page } from 'playwright-core';

/** The list of tasks, without what the chat shows of it. */
export function list(page: Page): Locator {
  return page.getByRole('list', { name: 'Tasks' });
}

/** The row of a task: what opens it. */
export function row(page: Page, title: string | RegExp): Locator {
  return list(page).locator('[data-title]').filter({ hasText: title });
}

export function checkbox(page: Page, title: string): Locator {
  return list(page).getByRole('checkbox', { name: `Done: ${title}` });
}

export function openBoxes(page: Page): Locator {
  return list(page).getByRole('checkbox', { name: /^Done:/, checked: false });
}

export function quickAdd(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Add a task' });
}

export function details(page: Page, title: string): Locator {
  return page.getByRole('group', { name: `Details of ${title}` });
}

/** The message at the bottom that tells what was done. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('[data-sonner-toast]').filter({ hasText: text });
}

/** Takes back what a message at the bottom tells. */
export async function undo(page: Page, text: string | RegExp): Promise<void> {
  await toast(page, text).getByRole('button', { name: 'Undo' }).click();
}

/** The titles of a list, as they stand on the screen. */
export async function titles(page: Page): Promise<string[]> {
  return list(page).locator('[data-title] > span:first-child').allTextContents();
}
