import type { APIRequestContext, BrowserContext, Page } from 'playwright-core';
import type { components } from '../../src/api/schema.js';
import type { ContextOptions, Harness } from './harness.js';
import type { Stack } from './stack.js';

export const PASSWORD = 'correct horse battery';

export type ApiTask = components['schemas']['TaskBody'];
export type ApiNewTask = components['schemas']['TaskInput'];

let people = 0;

export function newEmail(): string {
  people += 1;
  return `person-${Date.now()}-${people}@example.com`;
}

/** Signs up somebody new as people do, and ends at the tasks. */
export async function signUp(page: Page, stack: Stack): Promise<string> {
  const email = newEmail();
  await page.goto(`${stack.url}/sign-up`);
  await takenOver(page);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/tasks*');
  return email;
}

/** Signs in on the page that asks for it. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await takenOver(page);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password', { exact: true }).press('Enter');
}

/** Waits until the page's script has taken over the form: no person is as fast as a test. */
async function takenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('form') ?? {}).some((key) => key.startsWith('__react')),
  );
}

/** Somebody with an account, signed in in a browser of their own. */
export class Person {
  private constructor(
    readonly context: BrowserContext,
    readonly email: string,
    readonly id: string,
    private readonly stack: Stack,
  ) {}

  /** Makes an account without the form, for tests that are about something else. */
  static async create(harness: Harness, options: ContextOptions = {}): Promise<Person> {
    const { stack } = harness;
    const context = await harness.context(options);
    const email = newEmail();
    const answer = await context.request.post(`${stack.url}/api/auth/sign-up/email`, {
      data: { email, password: PASSWORD, name: 'Ada Lovelace' },
      headers: { origin: stack.url },
    });
    if (!answer.ok()) throw new Error(`sign-up: ${answer.status()} ${await answer.text()}`);
    const { sub } = claimsOf(await tokenOf(context.request, stack));
    return new Person(context, email, sub, stack);
  }

  /** Opens one more tab. */
  async open(path = '/tasks'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.stack.url + path);
    return page;
  }

  /** Adds tasks as another client of theirs would, one after the other. */
  async add(...tasks: (string | ApiNewTask)[]): Promise<ApiTask[]> {
    const token = await tokenOf(this.context.request, this.stack);
    const made: ApiTask[] = [];
    for (const task of tasks) {
      made.push(await this.post(typeof task === 'string' ? { title: task } : task, token));
    }
    return made;
  }

  /** Adds tasks as fast as it goes. */
  async addMany(tasks: readonly ApiNewTask[]): Promise<void> {
    const token = await tokenOf(this.context.request, this.stack);
    const left = [...tasks];
    const work = async () => {
      for (let task = left.pop(); task; task = left.pop()) await this.post(task, token);
    };
    await Promise.all(Array.from({ length: 16 }, work));
  }

  private async post(task: ApiNewTask, token: string): Promise<ApiTask> {
    const answer = await fetch(`${this.stack.apiUrl}/api/${this.id}/tasks`, {
      method: 'POST',
      headers: { ...headersFor(token), 'content-type': 'application/json' },
      body: JSON.stringify(task),
    });
    if (!answer.ok) throw new Error(`adding: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as ApiTask;
  }

  /** What the server knows, whatever a page shows. */
  async tasks(): Promise<ApiTask[]> {
    const answer = await this.get(`/api/${this.id}/tasks`);
    return ((await answer.json()) as { data: ApiTask[] }).data;
  }

  async get(path: string): Promise<Response> {
    const token = await tokenOf(this.context.request, this.stack);
    return fetch(this.stack.apiUrl + path, { headers: headersFor(token) });
  }
}

export async function tokenOf(request: APIRequestContext, stack: Stack): Promise<string> {
  const answer = await request.get(`${stack.url}/api/auth/token`);
  return ((await answer.json()) as { token: string }).token;
}

function headersFor(token: string) {
  return { authorization: `Bearer ${token}`, 'x-time-zone': 'UTC' };
}

function claimsOf(token: string): { sub: string } {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
}
