import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { answered, composer, say, setUpHarness } from './harness.js';

const harness = setUpHarness();

/** The element as the unmodified `@openai/chatkit-react` drives it, in React's strict mode. */
async function openReact(): Promise<Page> {
  const page = await harness.open('/react-app/');
  await expect.poll(() => names(page)).toContain('ready');
  return page;
}

function names(page: Page): Promise<string[]> {
  return page.evaluate(() => window.seen.map(([name]) => name));
}

function details(page: Page, name: string): Promise<unknown[]> {
  return page.evaluate(
    (wanted) => window.seen.filter(([n]) => n === wanted).map(([, d]) => d),
    name,
  );
}

function lastRequest(type: string) {
  return harness.site.requests.findLast((request) => request.type === type);
}

describe('the contract, through @openai/chatkit-react', () => {
  it('is upgraded after the page was drawn, and is ready once', async () => {
    const page = await openReact();
    await page.getByRole('heading', { name: 'First greeting' }).waitFor();
    expect((await names(page)).filter((name) => name === 'ready')).toHaveLength(1);
  });

  it.each(['before', 'after', 'late'])(
    'is ready once, and then tells of its first thread, with its script %s React',
    async (script) => {
      const thread = harness.site.store.createThread('First thread');
      const page = await harness.open(`/react-app/?script=${script}&thread=${thread.id}`);
      await expect.poll(() => names(page), { timeout: 10_000 }).toContain('thread.load.end');
      await page.evaluate(() => window.setGreeting('Second greeting'));
      await page.waitForTimeout(200);
      expect(await names(page)).toEqual([
        'ready',
        'thread.change',
        'thread.load.start',
        'thread.load.end',
      ]);
      expect(await details(page, 'thread.change')).toEqual([{ threadId: thread.id }]);
    },
  );

  it('answers in the order of events that pages rely on', async () => {
    const page = await openReact();
    await page.evaluate(() => window.chat.sendUserMessage({ text: 'hello' }));
    await expect.poll(() => names(page)).toContain('response.end');
    expect((await names(page)).filter((name) => name !== 'ready')).toEqual([
      'thread.change',
      'response.start',
      'response.end',
    ]);
    const [change] = await details(page, 'thread.change');
    expect(change).toEqual({ threadId: expect.stringMatching(/^thr_/) });
  });

  it('takes new options without touching the thread or the draft', async () => {
    const page = await openReact();
    await say(page, 'hello');
    await answered(page);
    await composer(page).fill('half a sentence');
    await page.evaluate(() => window.setGreeting('Second greeting'));
    await page.waitForTimeout(100);
    expect(await composer(page).inputValue()).toBe('half a sentence');
    await page.getByText('You said: hello').last().waitFor();
    await page.evaluate(() => window.chat.setThreadId(null));
    await page.getByRole('heading', { name: 'Second greeting' }).waitFor();
  });

  it('sends messages with all that may go with them', async () => {
    const page = await openReact();
    await page.evaluate(() =>
      window.chat.sendUserMessage({
        content: [
          { type: 'input_text', text: 'About ' },
          { type: 'input_tag', id: 't1', text: 'Report' },
        ],
        reply: 'what was said',
        toolChoice: { id: 'search' },
        model: 'm9',
        newThread: true,
      }),
    );
    expect(lastRequest('threads.create')?.params).toEqual({
      input: {
        content: [
          { type: 'input_text', text: 'About ' },
          { type: 'input_tag', id: 't1', text: 'Report', data: {}, interactive: false },
        ],
        attachments: [],
        quoted_text: 'what was said',
        inference_options: { tool_choice: { id: 'search' }, model: 'm9' },
      },
    });
    expect(await details(page, 'tool.change')).toEqual([]);
  });

  it('refuses calls while it answers, with an IntegrationError', async () => {
    const page = await openReact();
    await page.evaluate(() => window.chat.sendUserMessage({ text: 'slow' }));
    const refusals = await page.evaluate(async () => {
      const { chat } = window;
      const calls = [
        () => chat.sendUserMessage({ text: 'again' }),
        () => chat.sendCustomAction({ type: 'x' }),
        () => chat.setThreadId(null),
        () => chat.fetchUpdates(),
      ];
      return Promise.all(
        calls.map((call) => call().catch((e: Error) => `${e.name}: ${e.message}`)),
      );
    });
    expect(refusals).toEqual([
      'IntegrationError: ChatKit: sendUserMessage() ignored - already responding',
      'IntegrationError: ChatKit: sendAction() ignored - already responding',
      'IntegrationError: ChatKit: setThreadId() ignored - already responding',
      'IntegrationError: ChatKit: fetchUpdates() ignored - already responding',
    ]);
    await page.getByRole('button', { name: 'Stop answering' }).click();
    await expect.poll(() => names(page)).toContain('response.end');
  });

  it('puts things into the composer', async () => {
    const page = await openReact();
    await page.evaluate(() =>
      window.chat.setComposerValue({
        text: 'prepared',
        reply: 'quoted words',
        files: [new File(['hello'], 'note.txt', { type: 'text/plain' })],
        selectedToolId: 'search',
      }),
    );
    expect(await composer(page).inputValue()).toBe('prepared');
    await page.getByText('quoted words').waitFor();
    await page.getByText('note.txt').waitFor();
    expect(await details(page, 'tool.change')).toEqual([{ toolId: 'search' }]);
    await page.evaluate(() => window.chat.focusComposer());
    await composer(page).press('Enter');
    await answered(page);
    expect(lastRequest('threads.create')?.params.input).toMatchObject({
      quoted_text: 'quoted words',
      attachments: [expect.stringMatching(/^atc_/)],
      inference_options: { tool_choice: { id: 'search' }, model: 'm1' },
    });
    expect(await details(page, 'tool.change')).toEqual([{ toolId: 'search' }, { toolId: null }]);
  });

  it('opens threads, and tells of changes behind its back', async () => {
    const page = await openReact();
    const thread = harness.site.store.createThread('From elsewhere');
    await page.evaluate((id) => window.chat.setThreadId(id), thread.id);
    expect((await names(page)).slice(-3)).toEqual([
      'thread.change',
      'thread.load.start',
      'thread.load.end',
    ]);
    await page.getByRole('heading', { name: 'From elsewhere' }).waitFor();
    harness.site.store.put({
      type: 'assistant_message',
      id: 'outside',
      thread_id: thread.id,
      created_at: new Date().toISOString(),
      content: [{ type: 'output_text', text: 'Written behind its back', annotations: [] }],
    });
    await page.evaluate(() => window.chat.fetchUpdates());
    await page.getByText('Written behind its back').first().waitFor();
  });

  it('shows and hides the history', async () => {
    const page = await openReact();
    await page.evaluate(() => window.chat.showHistory());
    await page.getByRole('dialog', { name: 'History' }).waitFor();
    await page.evaluate(() => window.chat.hideHistory());
    await page.getByRole('dialog', { name: 'History' }).waitFor({ state: 'detached' });
    expect((await names(page)).slice(-2)).toEqual(['history.open', 'history.close']);
  });

  it('lets the page run client tools, effects and actions of its own', async () => {
    const page = await openReact();
    await say(page, 'tool');
    await page.getByText('The page answered').last().waitFor();
    expect(await details(page, 'clientTool')).toEqual([
      { name: 'get_page_title', params: { detailed: true } },
    ]);
    expect(lastRequest('threads.add_client_tool_output')?.params).toMatchObject({
      result: { title: 'React page' },
    });
    await answered(page);
    // The whole run of the tool is one response.
    expect((await names(page)).filter((name) => name.startsWith('response'))).toEqual([
      'response.start',
      'response.end',
    ]);
    await say(page, 'effect');
    await answered(page);
    expect(await details(page, 'effect')).toEqual([{ name: 'highlight', data: { id: 7 } }]);
    await page.evaluate(() => window.chat.sendCustomAction({ type: 'mine', payload: { a: 1 } }));
    expect(lastRequest('threads.custom_action')?.params).toMatchObject({
      action: { type: 'mine', payload: { a: 1 } },
    });
  });

  it('tells of links for the page', async () => {
    const page = await openReact();
    await say(page, 'markdown');
    await page.getByRole('link', { name: 'deeplink' }).click();
    expect(await details(page, 'deeplink')).toEqual([{ name: 'task', data: { id: '7' } }]);
  });

  it('ends the response when it breaks, and says so', async () => {
    const page = await openReact();
    await say(page, 'drop');
    await page
      .getByRole('alert')
      .getByText(/connection was lost/)
      .waitFor();
    expect(await names(page)).toEqual(
      expect.arrayContaining(['response.start', 'error', 'response.end']),
    );
  });

  it('stops when it leaves the page, and works when it comes back', async () => {
    const page = await openReact();
    await say(page, 'slow');
    await page.getByText('word3').first().waitFor();
    await page.evaluate(() => window.setMounted(false));
    await expect.poll(() => page.locator('openai-chatkit').count()).toBe(0);
    await page.evaluate(() => window.setMounted(true));
    await page.getByRole('heading', { name: 'First greeting' }).waitFor();
    await say(page, 'hello');
    await page.getByText('You said: hello').last().waitFor();
  });
});
