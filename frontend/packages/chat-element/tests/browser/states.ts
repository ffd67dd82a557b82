import type { Page } from 'playwright-core';
import { API, answered, say } from './harness.js';

/** Everything switched on. */
export const FULL = {
  api: API,
  threadItemActions: { feedback: true, retry: true },
  startScreen: {
    prompts: [
      { label: 'Plan my week', prompt: 'hello', icon: 'calendar' as const },
      { label: 'What is overdue?', prompt: 'hello', icon: 'bolt' as const },
      { label: 'Add a task', prompt: 'hello', icon: 'write' as const },
    ],
  },
  disclaimer: { text: 'May be [wrong](https://example.com).' },
  composer: {
    attachments: { enabled: true },
    tools: [
      { id: 's', label: 'Search', icon: 'globe' as const, pinned: true },
      { id: 'd', label: 'Draw', icon: 'images' as const },
    ],
    models: [
      { id: 'a', label: 'Small', description: 'Quick' },
      { id: 'b', label: 'Large', disabled: true },
    ],
  },
};

/** The ways into every state that there is to see. */
export const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  start: async () => undefined,
  answer: async (page) => {
    await say(page, 'markdown');
    await answered(page);
    await say(page, 'sources');
    await answered(page);
  },
  steps: async (page) => {
    await say(page, 'think');
    await page.getByRole('button', { name: 'Thought for' }).click();
    await answered(page);
  },
  widgets: async (page) => {
    await say(page, 'widgets');
    await answered(page);
  },
  notices: async (page) => {
    await say(page, 'notices');
    await answered(page);
  },
  error: async (page) => {
    await say(page, 'error');
    await answered(page);
  },
  image: async (page) => {
    await say(page, 'image');
    await answered(page);
  },
  questions: async (page) => {
    await say(page, 'ask');
    await page.getByRole('radio').first().check();
  },
  history: async (page) => {
    await say(page, 'hello');
    await answered(page);
    await page.getByRole('button', { name: 'History' }).click();
    await page
      .getByRole('button', { name: /Actions for/ })
      .first()
      .click();
  },
  dialog: async (page) => {
    await say(page, 'hello');
    await answered(page);
    await page.getByRole('button', { name: 'History' }).click();
    await page
      .getByRole('button', { name: /Actions for/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  },
  models: async (page) => {
    await page.getByRole('button', { name: 'Model' }).click();
  },
  locked: async (page) => {
    await say(page, 'lock');
    await answered(page);
  },
  closed: async (page) => {
    await say(page, 'close');
    await answered(page);
  },
  answering: async (page) => {
    await say(page, 'slow');
    await page.getByText('word3').first().waitFor();
  },
};
