import { expect, it } from 'vitest';
import { ask, chat } from './chat.js';
import { setUpHarness } from './harness.js';
import { row } from './list.js';
import { Person } from './people.js';

const harness = setUpHarness();

/** Every test of the suite fails when a policy is broken or another host is asked: see the harness. */
it('has a strict policy on every page, with a new nonce each time', async () => {
  const page = await harness.open();
  const nonces = new Set<string>();
  for (const path of ['/', '/sign-in', '/sign-up', '/forgot-password', '/nowhere']) {
    const response = await page.goto(harness.stack.url + path);
    const policy = response?.headers()['content-security-policy'] ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(scripts, path).not.toContain('unsafe-inline');
    expect(scripts, path).not.toContain('unsafe-eval');
    expect(policy, path).toContain("object-src 'none'");
    expect(policy, path).toMatch(/frame-ancestors 'none'/);
    expect(policy, path).toMatch(/base-uri '(none|self)'/);
    nonces.add(/'nonce-([^']+)'/.exec(scripts)?.[1] ?? '');
  }
  expect(nonces.size).toBe(5);
  expect(nonces.has('')).toBe(false);
});

it('is in force: what an attacker puts into the page does not run, and the suite notices', async () => {
  const page = await harness.open('/sign-in');
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<img src="/x" onerror="window.intruder = 1">'),
  );
  await expect
    .poll(() => harness.problems.join())
    .toContain('content security policy: script-src-attr');
  expect(await page.evaluate(() => 'intruder' in window)).toBe(false);
  harness.problems.length = 0;
});

it('lets no request out, and the suite notices', async () => {
  const page = await harness.open('/sign-in');
  await page.evaluate(() => fetch('https://example.com/').catch(() => {}));
  await expect.poll(() => harness.problems.join()).toContain('connect-src');
  harness.problems.length = 0;
  // Whatever is asked that the policy allows is seen by its address.
  await page.route('https://elsewhere.example/**', (route) => route.abort());
  await page.goto('https://elsewhere.example/').catch(() => {});
  expect(harness.problems).toContain('foreign request: https://elsewhere.example/');
  harness.problems.length = 0;
});

it('shows titles and answers as text, whatever is in them', async () => {
  const ada = await Person.create(harness);
  const hostile = '<img src=x onerror="window.intruder=true"> **b** [l](javascript:alert(1))';
  await ada.add(hostile);
  const page = await ada.open();
  await row(page, hostile).waitFor();
  await ask(page, 'show my tasks');
  await chat(page).locator('.ck-widget').getByText(hostile).first().waitFor();
  await ask(page, `add ${hostile}`);
  expect(await page.evaluate(() => 'intruder' in window)).toBe(false);
  expect(await page.locator('img[src="x"], a[href^="javascript:"]').count()).toBe(0);
});
