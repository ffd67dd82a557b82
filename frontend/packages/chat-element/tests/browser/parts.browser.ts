import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { setUpHarness as harnessFor } from './harness.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const harness = harnessFor();

// Markdown, icons and widgets on a page of their own, without the element around them.
beforeAll(() =>
  build({
    configFile: false,
    root: here('../../playground'),
    base: './',
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: here('./dist/parts'),
      emptyOutDir: true,
      rolldownOptions: { input: here('../../playground/widgets.html') },
    },
  }),
);

const open = (query: string) => harness.open(`/parts/widgets.html?delay=100&${query}`);

/** What the focused element is called. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.querySelector('#stage')?.shadowRoot?.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });
}

/** Collects the actions that the widgets of a page ask for. */
function actionsOf(page: Page): { type: string; payload?: unknown }[] {
  const actions: { type: string; payload?: unknown }[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('action ')) actions.push(JSON.parse(message.text().slice(7)));
  });
  return actions;
}

describe('widgets', () => {
  it('choose from a list by keyboard', async () => {
    const page = await open('show=widgets');
    await page.getByRole('button', { name: 'Priority' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Normal');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('listbox').count()).toBe(0);
    expect(await focused(page)).toBe('Normal');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('listbox').count()).toBe(0);
  });

  it('choose a day by keyboard', async () => {
    const page = await open('show=widgets');
    await page.getByRole('button', { name: 'Due Nov' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('grid').waitFor();
    await expect.poll(() => focused(page)).toBe('Saturday, November 21, 2026');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageDown');
    await expect.poll(() => focused(page)).toBe('Tuesday, December 22, 2026');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Dec 22, 2026');
  });

  it('send a form when it is valid, and give the focus back afterwards', async () => {
    const page = await open('show=widgets');
    const actions = actionsOf(page);
    const title = page.getByLabel('Title', { exact: true });
    await page.getByRole('button', { name: 'Save task' }).click();
    expect(await page.getByText('Please fill out this field.').count()).toBe(1);
    expect(await title.evaluate((element) => element.matches(':focus'))).toBe(true);

    await title.fill('Buy bread');
    await page.getByLabel('Every day').check();
    await title.press('Enter');
    expect(
      await page
        .locator('.ck-w-content')
        .first()
        .evaluate((box) => (box as HTMLElement).inert),
    ).toBe(true);
    await page.locator('.ck-w-content:not([inert])').first().waitFor();
    await expect.poll(() => title.evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(actions).toMatchObject([
      {
        type: 'save',
        payload: {
          id: 3,
          task: {
            title: 'Buy bread',
            priority: 'high',
            due: '2026-11-21',
            repeat: 'daily',
            remind: true,
          },
        },
      },
    ]);
  });

  it('press a row anywhere, but not through the controls inside it', async () => {
    const page = await open('show=widgets');
    const actions = actionsOf(page);
    const row = page.getByRole('listitem').first();
    await row.getByText('Tomorrow').click({ force: true });
    await row.getByRole('checkbox').click();
    await expect.poll(() => actions.map((action) => action.type)).toEqual(['open', 'toggle']);
  });

  it('say why an action failed', async () => {
    const page = await open('show=widgets');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('alert').getByText('The server did not accept that.').waitFor();
  });
});

describe('Markdown', () => {
  it('shows the sources behind a marker', async () => {
    const page = await open('show=markdown');
    await page.getByRole('button', { name: 'Source 1: The study behind it, part 1' }).click();
    await page.getByRole('link', { name: 'The study behind it, part 1' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.ck-md-source').count()).toBe(0);
  });

  it('grows without ever getting shorter or holding up the page', async () => {
    const page = await open('show=stream');
    const { drops, longest } = await page.evaluate(async () => {
      const text = document
        .querySelector('#stage')
        ?.shadowRoot?.querySelector<HTMLElement>('.ck-md');
      let height = 0;
      const result = { drops: 0, longest: 0 };
      new PerformanceObserver((list) => {
        for (const task of list.getEntries())
          result.longest = Math.max(result.longest, task.duration);
      }).observe({ type: 'longtask' });
      while (text && !text.textContent?.includes('The end')) {
        await new Promise(requestAnimationFrame);
        if (text.offsetHeight < height - 1) result.drops += 1;
        height = text.offsetHeight;
      }
      return result;
    });
    expect(drops).toBe(0);
    expect(longest).toBeLessThan(100);
  });
});

describe('accessibility', () => {
  it.each(['light', 'dark'])('has no violations in the %s scheme', async (theme) => {
    for (const part of ['markdown', 'icons', 'widgets']) {
      const page = await open(`show=${part}&theme=${theme}`);
      await page.waitForTimeout(500);
      expect(await violations(page), part).toEqual([]);
    }
  });

  it.each(['light', 'dark'])('has none in open popovers in the %s scheme', async (theme) => {
    const page = await open(`show=widgets&theme=${theme}`);
    await page.getByRole('button', { name: 'Priority' }).click();
    await page.getByRole('listbox').waitFor();
    await page.waitForTimeout(300);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Due Nov' }).click();
    await page.getByRole('grid').waitFor();
    await page.waitForTimeout(300);
    expect(await violations(page)).toEqual([]);
  });
});

/** The page around the parts is a bare stage, so rules about whole pages do not apply. */
async function violations(page: Page): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page });
  builder.disableRules(['region', 'landmark-one-main', 'page-has-heading-one']);
  const { violations: found } = await builder.analyze();
  return found.map((rule) => `${rule.id}: ${rule.nodes[0]?.html}`);
}
