import type { ThreadStreamEvent } from '../../src/core/protocol/events.js';
import type { ThreadItem } from '../../src/core/protocol/items.js';
import { newId, type Store } from './store.js';
import { MARKDOWN_SAMPLE } from './texts.js';
import { answerWidgets } from './widget-scenarios.js';

/** An event, or `drop`: the connection breaks. */
export type Step = ThreadStreamEvent | 'drop';

export interface Turn {
  readonly threadId: string;
  /** What was said, or what happened instead. */
  readonly said: string;
  /** The message, the action or the result that is answered. */
  readonly subject: unknown;
  readonly store: Store;
  readonly before: readonly ThreadStreamEvent[];
  readonly scenario: Scenario;
}

export type Scenario = (turn: Turn) => AsyncGenerator<Step, void, undefined>;

const WORD_MS = 20;

/** The answer to a message is chosen by its first words; the longest match counts. */
export function scenarioFor(said: string): Scenario {
  const names = Object.keys(SCENARIOS).filter((key) => said.toLowerCase().startsWith(key));
  const [name = ''] = names.toSorted((a, b) => b.length - a.length);
  return SCENARIOS[name] ?? echo;
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  markdown: async function* (turn) {
    yield* title(turn, 'Everything Markdown can do');
    yield* say(turn, MARKDOWN_SAMPLE, 6);
  },
  long: async function* (turn) {
    yield* say(
      turn,
      Array.from({ length: 60 }, (_, n) => `Paragraph ${n + 1} of a long answer.`).join('\n\n'),
    );
  },
  slow: async function* (turn) {
    yield* say(turn, Array.from({ length: 400 }, (_, n) => `word${n}`).join(' '), 50);
  },
  measured: async function* (turn) {
    yield* say(
      turn,
      Array.from({ length: 500 }, (_, n) => `word${n}${n % 40 === 39 ? '\n\n' : ' '}`).join(''),
      20,
    );
  },
  instant: async function* (turn) {
    yield* say(turn, `You said: **${turn.said}**`, 0);
  },
  think: workflow,
  progress: async function* (turn) {
    for (const text of ['Looking at your tasks', 'Sorting them by date', 'Writing it up']) {
      yield { type: 'progress_update', icon: 'sparkle', text };
      await pause(500);
    }
    yield* say(turn, 'Three tasks are due this week.');
  },
  sources: sources,
  image: image,
  notice: async function* (turn) {
    yield {
      type: 'notice',
      level: 'info',
      title: 'Demo model',
      message: 'Answers come from a **script**.',
    };
    yield {
      type: 'notice',
      level: 'warning',
      message: 'You have used 80 % of this month’s quota.',
    };
    yield {
      type: 'notice',
      level: 'danger',
      title: 'Read only',
      message: 'Changes are *not* saved.',
    };
    yield* say(turn, 'Those were the three levels of notices.');
  },
  error: async function* (turn) {
    yield* partly(turn, 'I was about to say that');
    yield { type: 'error', code: 'stream.error', allow_retry: true };
  },
  refuse: async function* () {
    yield { type: 'error', code: 'custom', message: 'This needs a paid plan.', allow_retry: false };
  },
  drop: async function* (turn) {
    yield* partly(turn, 'The connection will now');
    yield 'drop';
  },
  tool: async function* (turn) {
    yield* say(turn, 'Let me look at the page.');
    yield done(turn, {
      type: 'client_tool_call',
      status: 'pending',
      call_id: newId('call'),
      name: 'get_page_title',
      arguments: { detailed: true },
    });
  },
  'tool result': async function* (turn) {
    yield* say(
      turn,
      `The page answered: \`${JSON.stringify((turn.subject as { result: unknown }).result)}\``,
    );
  },
  effect: async function* (turn) {
    yield { type: 'client_effect', name: 'highlight', data: { id: 7 } };
    yield* say(turn, 'The page has been told to highlight number 7.');
  },
  ask: async function* (turn) {
    yield* say(turn, 'A few questions first.');
    yield done(turn, {
      type: 'structured_input',
      status: 'pending',
      inputs: [
        {
          id: 'when',
          type: 'multiple_choice',
          question: 'When should the report be ready?',
          options: [{ value: 'Today' }, { value: 'Tomorrow' }, { value: 'Next week' }],
          multiple: false,
        },
        {
          id: 'topics',
          type: 'multiple_choice',
          question: 'Which topics belong in it?',
          options: [{ value: 'Sales' }, { value: 'Support' }, { value: 'Hiring' }],
          multiple: true,
        },
        {
          id: 'notes',
          type: 'freeform',
          question: 'Anything else?',
          description: 'For example who will read it.',
        },
      ],
    });
  },
  thanks: async function* (turn) {
    yield* say(turn, 'Thank you, I have what I need.');
  },
  lock: async function* (turn) {
    yield* say(turn, 'This conversation is locked from now on.');
    yield threadUpdate(turn, { status: { type: 'locked', reason: 'Waiting for a colleague' } });
  },
  close: async function* (turn) {
    yield* say(turn, 'This conversation is closed from now on.');
    yield threadUpdate(turn, { status: { type: 'closed', reason: 'This case has been solved.' } });
  },
  task: async function* (turn) {
    yield done(turn, {
      type: 'task',
      task: {
        type: 'custom',
        title: 'Added “Buy milk”',
        icon: 'check-circle',
        status_indicator: 'complete',
        content: 'Due tomorrow at 5 pm',
      },
    });
    yield* say(turn, 'Done.');
  },
  custom: async function* (turn) {
    const children = [
      { type: 'Text', value: 'Progress' },
      { type: 'Meter', value: 0.7 },
    ];
    yield done(turn, { type: 'widget', widget: { type: 'Card', children } });
  },
  widget: answerWidgets,
  action: async function* (turn) {
    yield* say(turn, `The server got \`${JSON.stringify(turn.subject)}\`.`);
  },
};

async function* echo(turn: Turn): AsyncGenerator<Step> {
  if (turn.store.itemsOf(turn.threadId).length === 1) yield* title(turn, turn.said.slice(0, 60));
  yield* say(turn, `You said: **${turn.said || 'nothing'}**`);
}

async function* workflow(turn: Turn): AsyncGenerator<Step> {
  const id = newId('wf');
  const base = { id, type: 'workflow', ...stamps(turn) } as const;
  yield {
    type: 'thread.item.added',
    item: { ...base, workflow: { type: 'reasoning', tasks: [] } },
  };
  const steps = [
    {
      type: 'thought',
      title: 'Understanding the question',
      content: 'They want a plan for the **week**.',
    },
    {
      type: 'web_search',
      title_query: 'weekly planning methods',
      queries: ['weekly planning methods', 'time blocking'],
      sources: [{ type: 'url', url: 'https://example.com/planning', title: 'Planning a week' }],
    },
    {
      type: 'file',
      title: 'Reading files',
      sources: [{ type: 'file', filename: 'goals.md', title: 'Goals' }],
    },
    {
      type: 'custom',
      title: 'Comparing with the calendar',
      icon: 'calendar',
      content: 'No clashes.',
    },
  ] as const;
  for (const [index, task] of steps.entries()) {
    yield updated(id, {
      type: 'workflow.task.added',
      task_index: index,
      task: { ...task, status_indicator: 'loading' },
    });
    await pause(400);
    yield updated(id, {
      type: 'workflow.task.updated',
      task_index: index,
      task: { ...task, status_indicator: 'complete' },
    });
  }
  const tasks = steps.map((task) => ({ ...task, status_indicator: 'complete' as const }));
  yield {
    type: 'thread.item.done',
    item: { ...base, workflow: { type: 'reasoning', tasks, summary: { duration: 4 } } },
  };
  yield* say(turn, 'Here is a plan: mornings for deep work, afternoons for meetings.');
}

async function* sources(turn: Turn): AsyncGenerator<Step> {
  const text = 'Milk keeps for a week when chilled, and freezes well. Ask Amina about the order.';
  const base = { type: 'assistant_message', id: newId('msg'), ...stamps(turn) } as const;
  const annotation = (index: number, source: object) =>
    ({ type: 'annotation', index, source }) as never;
  const annotations = [
    annotation(34, {
      type: 'url',
      url: 'https://example.com/milk',
      title: 'Keeping milk',
      attribution: 'Example',
    }),
    annotation(34, { type: 'file', filename: 'kitchen.pdf', title: 'Kitchen handbook' }),
    annotation(52, { type: 'url', url: 'https://example.org/freezing', title: 'Freezing dairy' }),
    annotation(63, {
      type: 'entity',
      id: 'amina',
      title: 'Amina Khan',
      label: 'Purchasing',
      icon: 'user',
      interactive: true,
      data: {},
    }),
  ];
  yield { type: 'thread.item.added', item: { ...base, content: [] } };
  for (const word of text.split(/(?<= )/)) {
    yield updated(base.id, {
      type: 'assistant_message.content_part.text_delta',
      content_index: 0,
      delta: word,
    });
    await pause(WORD_MS);
  }
  yield {
    type: 'thread.item.done',
    item: { ...base, content: [{ type: 'output_text', text, annotations }] },
  };
}

async function* image(turn: Turn): AsyncGenerator<Step> {
  const base = { type: 'generated_image', id: newId('msg'), ...stamps(turn) } as const;
  yield { type: 'thread.item.added', item: base };
  for (const progress of [0.25, 0.5, 0.75, 1]) {
    await pause(400);
    yield updated(base.id, { type: 'generated_image.updated', image: picture(), progress });
  }
  yield { type: 'thread.item.done', item: { ...base, image: picture() } };
}

function picture(): { id: string; url: string } {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#8fb8de"/><circle cx="6" cy="2" r="1" fill="#fff3c4"/><path d="M0 8l3-4 2 2 1-1 2 3z" fill="#3f6b57"/></svg>';
  return { id: 'picture', url: `data:image/svg+xml,${encodeURIComponent(svg)}` };
}

/** Streams a message word by word. */
export async function* say(turn: Turn, text: string, wordMs = WORD_MS): AsyncGenerator<Step> {
  const item = yield* partly(turn, text, wordMs);
  yield { type: 'thread.item.done', item };
}

async function* partly(
  turn: Turn,
  text: string,
  wordMs = WORD_MS,
): AsyncGenerator<Step, ThreadItem, undefined> {
  const base = { type: 'assistant_message', id: newId('msg'), ...stamps(turn) } as const;
  yield { type: 'thread.item.added', item: { ...base, content: [] } };
  for (const delta of text.split(/(?<=\s)/)) {
    yield updated(base.id, {
      type: 'assistant_message.content_part.text_delta',
      content_index: 0,
      delta,
    });
    await pause(wordMs);
  }
  return { ...base, content: [{ type: 'output_text', text, annotations: [] }] };
}

async function* title(turn: Turn, text: string): AsyncGenerator<Step> {
  yield threadUpdate(turn, { title: text });
}

function threadUpdate(turn: Turn, change: object): Step {
  const thread = { ...turn.store.thread(turn.threadId), ...change };
  return { type: 'thread.updated', thread: { ...thread, items: { data: [], has_more: false } } };
}

/** A whole item at once. */
export function done(turn: Turn, fields: object): Step {
  const item = { id: newId('msg'), ...stamps(turn), ...fields } as ThreadItem;
  return { type: 'thread.item.done', item };
}

type Update = Extract<ThreadStreamEvent, { type: 'thread.item.updated' }>['update'];

function updated(itemId: string, update: Update): Step {
  return { type: 'thread.item.updated', item_id: itemId, update };
}

function stamps(turn: Turn) {
  return { thread_id: turn.threadId, created_at: new Date().toISOString() };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
