import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { API, answered, composer, say, setOptions, setUpHarness } from './harness.js';
import { FULL, STATES } from './states.js';

const harness = setUpHarness();

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`),
  );
}

describe.each(['light', 'dark'] as const)('in %s, axe finds nothing in', (colorScheme) => {
  it.each(Object.keys(STATES))('%s', async (name) => {
    const page = await harness.open('/', { reducedMotion: 'reduce' });
    await setOptions(page, { ...FULL, theme: { colorScheme } });
    await STATES[name]?.(page);
    await page.waitForTimeout(250);
    expect(await violations(page)).toEqual([]);
  });
});

describe('without a mouse', () => {
  it('a conversation can be held, and another one opened', async () => {
    const page = await harness.open();
    await setOptions(page, FULL);
    const tabTo = async (name: string | RegExp) => {
      for (let n = 0; n < 40; n += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const active = document.activeElement?.shadowRoot?.activeElement;
          return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
        });
        if (typeof name === 'string' ? focused.includes(name) : name.test(focused)) return;
      }
      throw new Error(`nothing named ${name} has the focus`);
    };
    await tabTo('Plan my week');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('You said: hello').waitFor();
    await answered(page);
    await tabTo('Model: Small');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemradio', { name: 'Small' }).waitFor();
    await page.keyboard.press('Escape');
    await tabTo('History');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'History' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'History' }).waitFor({ state: 'detached' });
    // The focus is back where it came from.
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'History' }).waitFor();
  });
});

describe('for screen readers', () => {
  it('an answer is announced once, when it is there', async () => {
    const page = await harness.open();
    await setOptions(page, FULL);
    await page.evaluate(() => {
      const root = document.querySelector('taskpilot-chat')?.shadowRoot;
      const status = root?.querySelector('[role="status"]');
      const heard: string[] = [];
      Object.assign(window, { heard });
      if (status)
        new MutationObserver(() => heard.push(status.textContent ?? '')).observe(status, {
          childList: true,
          characterData: true,
          subtree: true,
        });
    });
    await say(page, 'progress');
    await answered(page);
    await page.waitForTimeout(200);
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard.filter(Boolean)).toEqual([
      'Answering',
      'Assistant: Three tasks are due this week.',
    ]);
  });

  it('the tree has headings, a log and labelled controls', async () => {
    const page = await harness.open();
    await setOptions(page, { api: API, threadItemActions: { feedback: true } });
    await say(page, 'hello');
    await answered(page);
    const tree = await page.locator('taskpilot-chat').ariaSnapshot();
    expect(tree).toMatchInlineSnapshot(`
      "- region "Chat":
        - heading "hello" [level=2]
        - button "New chat"
        - button "History"
        - log "Conversation":
          - heading "You said:" [level=3]
          - text: hello
          - heading "Assistant said:" [level=3]
          - paragraph:
            - text: "You said:"
            - strong: hello
          - group "Answer actions":
            - button "Copy answer"
            - button "Good answer"
            - button "Bad answer"
        - textbox "Message":
          - /placeholder: Message the AI
        - group:
          - button "Send message" [disabled]
        - status: "Assistant: You said: hello""
    `);
  });
});

describe('everywhere', () => {
  it('fits 320 pixels, and 200 % text', async () => {
    const page = await harness.open('/', { viewport: { width: 320, height: 560 } });
    await setOptions(page, {
      ...FULL,
      theme: { typography: { baseSize: 18 }, colorScheme: 'light' },
    });
    await say(page, 'markdown');
    await answered(page);
    await say(page, 'widgets');
    await answered(page);
    const overflow = await page.evaluate(() => {
      const root = document.querySelector('taskpilot-chat')?.shadowRoot;
      const log = root?.querySelector('.ck-scroller');
      return {
        page: document.documentElement.scrollWidth,
        log: log ? log.scrollWidth - log.clientWidth : -1,
      };
    });
    expect(overflow).toEqual({ page: 320, log: 0 });
    expect(await composer(page).isVisible()).toBe(true);
  });

  it('is mirrored for languages that run from right to left', async () => {
    const page = await harness.open();
    await setOptions(page, { api: API, locale: 'ur' });
    const box = await page.getByRole('button', { name: 'سابقہ گفتگو' }).boundingBox();
    expect(box?.x).toBeLessThan(100);
    await page.getByRole('heading', { name: 'آج میں آپ کی کیا مدد کر سکتا ہوں؟' }).waitFor();
  });
});
