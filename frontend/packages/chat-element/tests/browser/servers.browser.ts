import type { ChildProcess } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatKitClient } from '../../src/core/client/chatkit-client.js';
import type { ThreadStreamEvent } from '../../src/core/protocol/events.js';
import { applyEvent } from '../../src/core/reducer/apply-event.js';
import { anyLife, interleave } from '../../src/core/reducer/generated-streams.js';
import { EMPTY_THREAD, endAnswer } from '../../src/core/reducer/thread-state.js';
import { answered, composer, say, setOptions, setUpHarness } from './harness.js';
import { isBuilt, SERVERS, start } from './servers/start.js';

const harness = setUpHarness();

let lastId = 0;

/** Steps whose events have ids of their own, so that one server can take many. */
function withFreshIds(events: readonly ThreadStreamEvent[]): ThreadStreamEvent[] {
  lastId += 1;
  return JSON.parse(JSON.stringify(events).replaceAll(/"item(\d)"/g, `"run${lastId}_$1"`));
}

const streams = fc
  .integer({ min: 0, max: 5 })
  .chain((count) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: count }, (_, n) => anyLife(`item${n}`))),
      fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
    ),
  );

describe.each(SERVERS)('with $name', (server) => {
  let child: ChildProcess | undefined;
  let url = '';

  beforeAll(async () => {
    if (!isBuilt(server.command[0])) return;
    const started = await start(server);
    url = started.url;
    child = started.process;
  });
  afterAll(() => void child?.kill());

  const whenBuilt = it.skipIf(!isBuilt(server.command[0]));

  whenBuilt('what streams fold to is what items.list returns', async () => {
    const client = new ChatKitClient({ url, fetch, locale: 'en', sendsIdempotencyKeys: false });
    await fc.assert(
      fc.asyncProperty(streams, async ([lives, choices]) => {
        const steps = withFreshIds(interleave(lives, choices)).map((event) => ({ event }));
        const input = {
          content: [{ type: 'input_text', text: JSON.stringify(steps) }],
          attachments: [],
          inference_options: {},
        } as const;
        let state = EMPTY_THREAD;
        for await (const event of client.stream('threads.create', { input })) {
          state = applyEvent(state, event);
        }
        expect(state.error).toBeNull();
        const page = await client.request('items.list', {
          thread_id: state.thread?.id ?? '',
          order: 'asc',
          limit: 100,
        });
        // The server keeps items in the order in which they were done; the reader sees them as they began.
        const byId = (items: readonly { id: string }[]) =>
          items.toSorted((a, b) => a.id.localeCompare(b.id));
        expect(byId(endAnswer(state).items)).toEqual(byId(page.data));
      }),
      { numRuns: 60 },
    );
  });

  whenBuilt('the element holds a conversation', async () => {
    harness.site.upstream = url;
    const page = await harness.open();
    await setOptions(page, { api: { url: '/chatkit' }, threadItemActions: { retry: true } });
    const text = { type: 'output_text', text: 'Hello from *there*', annotations: [] };
    const item = { type: 'assistant_message', id: `msg_${Date.now()}`, content: [text] };
    const steps = [{ title: 'A title' }, { event: { type: 'thread.item.done', item } }];
    await say(page, JSON.stringify(steps));
    await page.getByRole('log').getByText('Hello from there').waitFor();
    await page.getByRole('heading', { name: 'A title' }).waitFor();
    await answered(page);
    await say(page, JSON.stringify([{ custom_error: 'not today' }]));
    await page.getByRole('alert').getByText('not today').waitFor();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Actions for A title' }).first().click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Another title');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Another title', includeHidden: true }).waitFor();
    await page.getByRole('button', { name: 'Actions for Another title' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page
      .getByRole('heading', { name: 'What can I help with today?', includeHidden: true })
      .waitFor();
    expect(await composer(page).inputValue()).toBe('');
    harness.site.upstream = null;
  });
});
