import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../playground/server/product.js';
import { answered, say, setUpHarness } from './harness.js';
import { isBuilt, PRODUCT } from './servers/start.js';

const harness = setUpHarness();

let product: Product;

beforeAll(async () => {
  if (isBuilt(PRODUCT)) product = await startProduct(PRODUCT);
});

afterAll(() => product?.stop());

async function openTasks(page: Page): Promise<number> {
  const headers = { Authorization: `Bearer ${product.token}` };
  const response = await fetch(`${product.address}/api/me/tasks?status=pending`, { headers });
  const { data } = (await response.json()) as { data: unknown[] };
  await page.waitForTimeout(50);
  return data.length;
}

async function newSecret(): Promise<object> {
  const headers = { Authorization: `Bearer ${product.token}`, 'Content-Type': 'application/json' };
  const url = `${product.address}/api/v1/chatkit/sessions`;
  const response = await fetch(url, { method: 'POST', headers, body: '{}' });
  return (await response.json()) as object;
}

/** A page that gets its secrets from the application, as a web site would. */
async function openProduct(): Promise<Page> {
  harness.site.upstream = `${product.address}/api/v1/chatkit`;
  const page = await harness.open();
  await page.exposeFunction('newSecret', newSecret);
  await page.evaluate(async () => {
    await customElements.whenDefined('taskpilot-chat');
    const chat = document.querySelector('taskpilot-chat') as unknown as {
      setOptions(options: object): void;
    };
    const { newSecret } = window as unknown as { newSecret: () => Promise<object> };
    chat.setOptions({ api: { url: '/chatkit', getClientSecret: newSecret } });
  });
  return page;
}

describe.skipIf(!isBuilt(PRODUCT))('with TaskPilot itself', () => {
  it('tasks are added, listed and done by click', async () => {
    const page = await openProduct();
    await say(page, 'add a task to buy milk');
    await answered(page);
    await page.getByRole('log').getByText(/milk/i).nth(1).waitFor();
    await say(page, 'show my tasks');
    await answered(page);
    await page
      .locator('.ck-widget')
      .getByText(/buy milk/i)
      .last()
      .waitFor();
    await page.getByRole('button', { name: 'Done' }).last().click();
    await expect.poll(() => openTasks(page)).toBe(0);
  });
});
