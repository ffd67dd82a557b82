import type { Page } from 'playwright-core';
import { ask, chat, composer, say, transcript } from './chat.js';
import type { ContextOptions, Harness } from './harness.js';
import { details, quickAdd, row } from './list.js';
import { type ApiNewTask, Person } from './people.js';
import { inDays } from './time.js';

/** A page, or a state of one, and how to come there. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  /** Signed in with nothing, or with some tasks; otherwise signed out. */
  readonly as?: 'new' | 'somebody';
  /** Only where there is room for it, or only where there is not. */
  readonly only?: 'desk' | 'phone';
  /** Goes to the state; it may have been there before. */
  reach(page: Page, harness: Harness): Promise<unknown>;
}

export const TASKS: readonly ApiNewTask[] = [
  { title: 'Send the lease to Amina', due_at: inDays(0), priority: 'high', list: 'Home' },
  {
    title: 'Water the plants',
    due_at: inDays(-2),
    recurrence: { rule: 'FREQ=WEEKLY;BYDAY=MO,TH' },
  },
  { title: 'Book the dentist', due_at: `${inDays(1)}T10:00:00Z`, tags: ['health'] },
  {
    title: 'Plan the workshop',
    due_at: inDays(4),
    priority: 'medium',
    list: 'Work',
    tags: ['spring'],
  },
  { title: 'دودھ اور روٹی خریدنا', due_at: inDays(1), list: 'Home' },
  { title: 'Read the chapter on rivers', description: 'Pages 40 to 62', priority: 'low' },
  { title: 'Renew the passport', list: 'Home', tags: ['papers', 'travel'] },
  { title: 'Pay the electricity bill', completed: true, list: 'Home' },
];

const ready = (page: Page) =>
  page
    .getByRole('checkbox', { name: /^Done:/ })
    .first()
    .waitFor();

export const SCREENS: readonly Screen[] = [
  { name: 'home', path: '/', reach: heading },
  { name: 'sign-in', path: '/sign-in', reach: heading },
  { name: 'sign-up', path: '/sign-up', reach: heading },
  {
    name: 'sign-up-refused',
    path: '/sign-up',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.locator('[aria-invalid="true"]').first().waitFor();
    },
  },
  { name: 'forgot-password', path: '/forgot-password', reach: heading },
  { name: 'reset-password', path: '/reset-password?token=none', reach: heading },
  { name: 'not-found', path: '/nowhere', reach: heading },
  {
    name: 'tasks-empty',
    path: '/tasks',
    as: 'new',
    reach: (page) => page.getByText('A clear page').waitFor(),
  },
  { name: 'tasks', path: '/tasks', as: 'somebody', reach: tasksWithChat },
  { name: 'tasks-today', path: '/tasks?view=today', as: 'somebody', reach: ready },
  { name: 'tasks-upcoming', path: '/tasks?view=upcoming', as: 'somebody', reach: ready },
  { name: 'tasks-done', path: '/tasks?view=done', as: 'somebody', reach: ready },
  {
    name: 'tasks-nothing-found',
    path: '/tasks?q=nothing+like+it',
    as: 'somebody',
    reach: (page) => page.getByText('Nothing matches').waitFor(),
  },
  {
    name: 'task-details',
    path: '/tasks',
    as: 'somebody',
    reach: async (page) => {
      await row(page, 'Book the dentist').click();
      await details(page, 'Book the dentist').waitFor();
    },
  },
  {
    name: 'due-date',
    path: '/tasks',
    as: 'somebody',
    reach: async (page) => {
      await row(page, 'Book the dentist').focus();
      await page.keyboard.press('d');
      await page.getByLabel('Due, in words').waitFor();
    },
  },
  {
    name: 'quick-add',
    path: '/tasks',
    as: 'somebody',
    reach: async (page) => {
      await ready(page);
      await quickAdd(page).fill('Pay rent friday 5pm #home !high');
      await page.getByRole('list', { name: 'Recognised' }).waitFor();
    },
  },
  {
    name: 'selected',
    path: '/tasks',
    as: 'somebody',
    reach: async (page) => {
      const bar = page.getByRole('region', { name: 'Selected tasks' });
      await row(page, 'Book the dentist').click({ modifiers: ['ControlOrMeta'] });
      await bar.getByText('1 task').waitFor();
      await row(page, 'Plan the workshop').click();
      await bar.getByText('2 tasks').waitFor();
    },
  },
  {
    name: 'task-menu',
    path: '/tasks',
    as: 'somebody',
    reach: async (page) => {
      await row(page, 'Book the dentist').hover();
      await page.getByRole('button', { name: 'Actions for Book the dentist' }).click();
      await page.getByRole('menuitem', { name: 'Ask about this task' }).waitFor();
    },
  },
  {
    name: 'undo',
    path: '/tasks',
    as: 'somebody',
    reach: async (page) => {
      await page
        .getByRole('checkbox', { name: /^Done:/, checked: false })
        .first()
        .click();
      await page.locator('[data-sonner-toast]').getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'palette',
    path: '/tasks',
    as: 'somebody',
    reach: (page) => byKey(page, 'ControlOrMeta+k'),
  },
  {
    name: 'shortcuts',
    path: '/tasks',
    as: 'somebody',
    only: 'desk',
    reach: (page) => byKey(page, '?'),
  },
  { name: 'chat-sheet', path: '/tasks', as: 'somebody', only: 'phone', reach: chatSheet },
  {
    name: 'down',
    path: '/tasks',
    as: 'somebody',
    reach: async (page, { stack }) => {
      await ready(page);
      await stack.killApi();
      await page.getByText('The server cannot be reached').waitFor();
    },
  },
  {
    name: 'down-at-first',
    path: '/tasks',
    as: 'somebody',
    reach: async (page, { stack }) => {
      await ready(page);
      await stack.killApi();
      await page.reload();
      await page.getByText('Your tasks could not be loaded').waitFor();
    },
  },
  { name: 'chatkit-start', path: '/chatkit', as: 'new', reach: (page) => composer(page).waitFor() },
  {
    name: 'chatkit',
    path: '/chatkit',
    as: 'somebody',
    reach: async (page) => {
      await ask(page, 'show my tasks');
      await ask(page, 'add buy milk tomorrow at 5');
    },
  },
  {
    name: 'approval',
    path: '/chatkit',
    as: 'somebody',
    reach: async (page) => {
      await ask(page, 'delete all tasks');
      await chat(page).getByRole('button', { name: 'Approve' }).last().waitFor();
    },
  },
  {
    name: 'settings',
    path: '/settings',
    as: 'somebody',
    reach: (page) => page.getByText('The built-in demo model').first().waitFor(),
  },
  {
    name: 'delete-account',
    path: '/settings',
    as: 'somebody',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Delete my account' }).click();
      await page.getByRole('alertdialog').or(page.getByRole('dialog')).first().waitFor();
    },
  },
];

/** Goes from screen to screen, as somebody who is signed out, somebody new and somebody with tasks. */
export class Visit {
  private readonly pages = new Map<Screen['as'], Page>();

  constructor(
    private readonly harness: Harness,
    private readonly look: ContextOptions,
  ) {}

  /** Opens a screen and goes to its state. */
  async open(screen: Screen): Promise<Page> {
    const page = this.pages.get(screen.as) ?? (await this.newPage(screen.as));
    this.pages.set(screen.as, page);
    await page.goto(this.harness.stack.url + screen.path);
    await screen.reach(page, this.harness);
    return page;
  }

  private async newPage(as: Screen['as']): Promise<Page> {
    if (!as) return (await this.harness.context(this.look)).newPage();
    const person = await Person.create(this.harness, this.look);
    if (as === 'somebody') await person.add(...TASKS);
    return person.context.newPage();
  }
}

async function heading(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function byKey(page: Page, key: string): Promise<void> {
  await ready(page);
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
}

async function tasksWithChat(page: Page): Promise<void> {
  await ready(page);
  const isPhone = await page.evaluate(() => window.innerWidth < 1024);
  if (isPhone) return;
  await ask(page, 'move plan the workshop to december 24, and add buy oat milk today');
  await chat(page).locator('.ck-widget').first().waitFor();
}

async function chatSheet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the assistant' }).click();
  await say(page, 'what is due today?');
  await transcript(page).locator('.ck-widget').last().waitFor();
}
