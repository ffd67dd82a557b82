import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { SCREENS, Visit } from './screens.js';

const harness = setUpHarness(undefined, true);

/** Without motion nothing is looked at while it is half there. */
const STILL = { reducedMotion: 'reduce' } as const;
const DESK = STILL;
const PHONE = { ...STILL, viewport: { width: 375, height: 740 }, hasTouch: true } as const;
const SMALLEST = { width: 320, height: 640 };

/** What axe finds wrong, by rule and place. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // Without frames the older way finds the same, and does not open a page for it.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const found = await (rules ? axe.withRules(rules) : axe).analyze();
  // A page that is not there has no faults either.
  expect(found.passes.length).toBeGreaterThan(rules ? 0 : 5);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}

/** How much wider than the screen the page is. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

describe('on a desk', () => {
  let visit: Visit | undefined;

  it.each(SCREENS.filter(({ only }) => only !== 'phone'))(
    '$name: axe, in both schemes',
    async (screen) => {
      visit ??= new Visit(harness, DESK);
      const page = await visit.open(screen);
      expect(await violations(page), 'light').toEqual([]);
      await page.emulateMedia({ ...STILL, colorScheme: 'dark' });
      await page.locator('html[data-theme=dark]').waitFor();
      // Nothing else differs.
      expect(await violations(page, ['color-contrast']), 'dark').toEqual([]);
      await page.emulateMedia({ ...STILL, colorScheme: 'light' });
    },
  );
});

describe('on a phone', () => {
  let visit: Visit | undefined;

  it.each(SCREENS.filter(({ only }) => only !== 'desk'))(
    '$name: axe, and nothing scrolls sideways',
    async (screen) => {
      visit ??= new Visit(harness, PHONE);
      const page = await visit.open(screen);
      await page.setViewportSize(PHONE.viewport);
      expect(await overflow(page), 'at 375 pixels').toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize(SMALLEST);
      expect(await overflow(page), 'at 320 pixels').toBe(0);
    },
  );
});
