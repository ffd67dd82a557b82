import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { API, answered, composer, say, setOptions, setUpHarness } from './harness.js';

const harness = setUpHarness();

async function openChat(more: object = {}): Promise<Page> {
  const page = await harness.open();
  await setOptions(page, { api: API, threadItemActions: { feedback: true, retry: true }, ...more });
  return page;
}

function requests(type: string) {
  return harness.site.requests.filter((request) => request.type === type);
}

const transcript = (page: Page) => page.getByRole('log');

describe('a conversation', () => {
  it('draws Markdown, its code and formulas under a strict policy', async () => {
    const page = await openChat();
    await say(page, 'markdown');
    await answered(page);
    await page.getByRole('table').waitFor();
    await page.locator('math').first().waitFor();
    await page.locator('pre span').first().waitFor();
    expect(await page.getByRole('heading', { name: 'A heading' }).evaluate((h) => h.tagName)).toBe(
      'H4',
    );
  });

  it('shows an answer as it grows, and stops it', async () => {
    const page = await openChat();
    await say(page, 'slow');
    await transcript(page).getByText('word3').waitFor();
    await page.getByRole('button', { name: 'Stop answering' }).click();
    await answered(page);
    const text = await transcript(page).textContent();
    await page.waitForTimeout(300);
    expect(await transcript(page).textContent()).toBe(text);
    expect(text).not.toContain('word399');
    await say(page, 'hello');
    await transcript(page).getByText('You said: hello').waitFor();
  });

  it('sends a message once, however often Enter is pressed', async () => {
    const page = await openChat();
    const before = requests('threads.create').length;
    await composer(page).fill('only once');
    await composer(page).press('Enter');
    await composer(page).press('Enter');
    await answered(page);
    expect(requests('threads.create').length - before).toBe(1);
  });

  it('leaves Enter to input methods, and Shift+Enter to the text', async () => {
    const page = await openChat();
    const before = requests('threads.create').length;
    await composer(page).fill('한');
    await composer(page).dispatchEvent('keydown', {
      key: 'Enter',
      isComposing: true,
      bubbles: true,
    });
    await composer(page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true });
    await composer(page).press('Shift+Enter');
    expect(await composer(page).inputValue()).toBe('한\n');
    expect(requests('threads.create').length).toBe(before);
  });

  it('stays quick with a megabyte in the composer, and does not send what nobody can see', async () => {
    const page = await openChat();
    const slowest = await page.evaluate(async () => {
      const root = document.querySelector('taskpilot-chat')?.shadowRoot;
      root?.querySelector('textarea')?.focus();
      const insert = async (text: string) => {
        const start = performance.now();
        document.execCommand('insertText', false, text);
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.now() - start;
      };
      await insert('lorem ipsum dolor '.repeat(58_000));
      return Math.max(await insert('x'), await insert('y'));
    });
    // Seconds if the browser looked for the direction of all that, or the copy behind it grew too.
    expect(slowest).toBeLessThan(1500);
    expect((await composer(page).boundingBox())?.height).toBeLessThan(300);
    await composer(page).fill('\u200b \u2060');
    expect(await page.getByRole('button', { name: 'Send message' }).isDisabled()).toBe(true);
  });

  it('gives the text back when it cannot be sent', async () => {
    const page = await openChat({ api: { ...API, idempotencyKeys: false } });
    harness.site.isDown = true;
    await say(page, 'keep me');
    await page
      .getByRole('alert')
      .getByText(/No connection/)
      .waitFor();
    expect(await composer(page).inputValue()).toBe('keep me');
    harness.site.isDown = false;
    await page.getByRole('button', { name: 'Send message' }).click();
    await transcript(page).getByText('You said: keep me').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('tries again by itself where that is safe, and says so', async () => {
    const page = await openChat();
    harness.site.isDown = true;
    await say(page, 'patience');
    await transcript(page).getByText('Reconnecting').waitFor();
    harness.site.isDown = false;
    await transcript(page).getByText('You said: patience').waitFor();
  });

  it('shows what the server has after a lost connection, and answers again', async () => {
    const page = await openChat();
    await say(page, 'drop');
    await page.getByRole('alert').getByText('connection was lost').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => requests('threads.retry_after_item').length).toBeGreaterThan(0);
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('drop', { exact: true }).count()).toBe(1);
  });

  it('shows errors, with a way out where there is one', async () => {
    const page = await openChat();
    await say(page, 'error');
    await page.getByRole('alert').getByText('Something went wrong').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await say(page, 'refuse');
    await page.getByRole('alert').getByText('This needs a paid plan.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it('takes feedback, copies, and answers again', async () => {
    const page = await openChat();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await say(page, 'first');
    await answered(page);
    await page.getByRole('button', { name: 'Good answer' }).click();
    await page.getByRole('button', { name: 'Good answer', pressed: true }).waitFor();
    expect(requests('items.feedback').at(-1)?.params).toMatchObject({ kind: 'positive' });
    await page.getByRole('button', { name: 'Copy answer' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('You said: **first**');
    await page.getByRole('button', { name: 'Answer again' }).click();
    await answered(page);
    expect(await transcript(page).getByText('You said: first').count()).toBe(1);
  });

  it('quotes what is selected', async () => {
    const page = await openChat();
    await say(page, 'a phrase');
    await answered(page);
    await transcript(page).getByText('You said: a phrase').selectText();
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.keyboard.type('why?');
    await page.keyboard.press('Enter');
    // It is in the message once that has been sent.
    await transcript(page).getByRole('blockquote').getByText('You said: a phrase').waitFor();
    await answered(page);
    expect(requests('threads.add_user_message').at(-1)?.params).toMatchObject({
      input: { quoted_text: 'You said: a phrase' },
    });
  });

  it('asks its questions in the place of the composer', async () => {
    const page = await openChat();
    await say(page, 'ask');
    await page.getByRole('heading', { name: 'When should the report be ready?' }).waitFor();
    await page.getByRole('radio', { name: 'Tomorrow' }).check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('checkbox', { name: 'Sales' }).check();
    await page.getByRole('textbox', { name: 'Another answer' }).fill('Weather');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Skip', exact: true }).click();
    await transcript(page).getByText('I have what I need').waitFor();
    expect(requests('threads.add_structured_input').at(-1)?.params).toMatchObject({
      input: {
        status: 'answered',
        answers: {
          when: { values: ['Tomorrow'], skipped: false },
          topics: { values: ['Sales', 'Weather'], skipped: false },
          notes: { values: [], skipped: true },
        },
      },
    });
    await page.getByRole('definition').getByText('Sales, Weather').waitFor();
  });

  it('locks and closes', async () => {
    const page = await openChat();
    await say(page, 'lock');
    await answered(page);
    expect(await composer(page).isDisabled()).toBe(true);
    expect(await composer(page).getAttribute('placeholder')).toBe('Waiting for a colleague');
    await page.getByRole('button', { name: 'New chat' }).click();
    await say(page, 'close');
    await page.getByText('This case has been solved.').waitFor();
    expect(await composer(page).count()).toBe(0);
  });

  it('shows steps, notices, sources and pictures', async () => {
    const page = await openChat();
    await say(page, 'think');
    await page.getByRole('button', { name: 'Thought for 4 s' }).click();
    await page.getByText('They want a plan').waitFor();
    await answered(page);
    await say(page, 'notices');
    await answered(page);
    expect(await page.getByRole('note').count()).toBe(3);
    await say(page, 'sources');
    await page.getByText('4 sources').click();
    await page.getByRole('link', { name: 'Keeping milk Example' }).waitFor();
    await answered(page);
    await say(page, 'image');
    await page.getByRole('progressbar', { name: 'Creating image' }).waitFor();
    await page.getByRole('img', { name: 'Generated image' }).last().waitFor();
    await answered(page);
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('follows the reader, not the other way round', async () => {
    const page = await openChat({ thread: { autoScroll: true } });
    await say(page, 'long');
    await transcript(page).getByText('Paragraph 30').waitFor();
    const distance = () =>
      transcript(page).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    await expect.poll(distance).toBeLessThan(80);
    await transcript(page).evaluate((log) => log.scrollTo(0, 0));
    await answered(page);
    expect(await transcript(page).evaluate((log) => log.scrollTop)).toBe(0);
    await page.getByRole('button', { name: 'Jump to latest' }).click();
    await expect.poll(distance).toBeLessThan(80);
  });

  it('mentions people by search', async () => {
    const page = await openChat();
    await page.evaluate(() => {
      const chat = document.querySelector('taskpilot-chat') as unknown as {
        options: object;
        setOptions(options: object): void;
      };
      chat.setOptions({
        ...chat.options,
        entities: {
          showComposerMenu: true,
          onTagSearch: async (query: string) =>
            [
              { id: 'a', title: 'Amina', group: 'People' },
              { id: 'b', title: 'Bilal', group: 'People' },
            ].filter(({ title }) => title.toLowerCase().startsWith(query.toLowerCase())),
        },
      });
    });
    await composer(page).pressSequentially('ask @b');
    await page.getByRole('option', { name: 'Bilal' }).waitFor();
    await page.getByRole('option', { name: 'Amina' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    expect(await composer(page).inputValue()).toBe('ask @Bilal ');
    await page.keyboard.type('first');
    await page.keyboard.press('Enter');
    await answered(page);
    expect(requests('threads.create').at(-1)?.params).toMatchObject({
      input: { content: [{ text: 'ask ' }, { type: 'input_tag', id: 'b' }, { text: ' first' }] },
    });
  });

  it('offers nobody who was found for other letters', async () => {
    const page = await openChat();
    await page.evaluate(() => {
      const chat = document.querySelector('taskpilot-chat') as unknown as {
        options: object;
        setOptions(options: object): void;
      };
      const people = ['Amina', 'Bilal', 'Basma'].map((title) => ({ id: title, title }));
      const waits: Record<string, number> = { b: 600, bi: 1_500 };
      chat.setOptions({
        ...chat.options,
        entities: {
          onTagSearch: async (query: string) => {
            await new Promise((done) => setTimeout(done, waits[query.toLowerCase()] ?? 0));
            return people.filter(({ title }) =>
              title.toLowerCase().startsWith(query.toLowerCase()),
            );
          },
        },
      });
    });
    const offered = () => page.getByRole('option').allTextContents();
    await composer(page).pressSequentially('ask @');
    await expect.poll(offered).toEqual(['Amina', 'Bilal', 'Basma']);
    // While the search for "b" is under way, only who fits it stays.
    await page.keyboard.type('b');
    await page.waitForTimeout(300);
    expect(await offered()).toEqual(['Bilal', 'Basma']);
    // And its answer, which comes while the one for "bi" is looked for, is no news.
    await page.keyboard.type('i');
    await page.waitForTimeout(700);
    expect(await offered()).toEqual(['Bilal']);
    await page.keyboard.press('Enter');
    expect(await composer(page).inputValue()).toBe('ask @Bilal ');
  });

  it('stays at the end when what is there grows just after it was scrolled', async () => {
    const page = await openChat({ thread: { autoScroll: true } });
    await say(page, 'long');
    await answered(page);
    await transcript(page).evaluate(async (log) => {
      const content = log.firstElementChild as HTMLElement;
      const grow = () => {
        const block = document.createElement('div');
        block.style.cssText = 'flex: none; block-size: 300px';
        content.append(block);
      };
      let left = 4;
      // After the element's own observer has scrolled, before the browser has told of it.
      const observer = new ResizeObserver(() => {
        if (left === 0) return;
        left -= 1;
        setTimeout(grow);
      });
      observer.observe(content);
      await new Promise((done) => setTimeout(done, 500));
      observer.disconnect();
    });
    const distance = () =>
      transcript(page).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    await expect.poll(distance).toBeLessThan(5);
    expect(await page.getByRole('button', { name: 'Jump to latest' }).count()).toBe(0);
  });
});
