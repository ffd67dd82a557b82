import { newId, type Store } from './store.js';

/** A history of many threads, and one of them long. */
export function fillWithSamples(store: Store, { threads = 70, messages = 1200 } = {}): void {
  const day = 24 * 60 * 60 * 1000;
  for (let n = threads; n > 0; n -= 1) {
    const thread = store.createThread(
      `Earlier conversation ${n}`,
      new Date(Date.now() - n * day * 0.6),
    );
    addExchange(store, thread.id, n);
  }
  const long = store.createThread('A very long conversation');
  for (let n = 1; n <= messages / 2; n += 1) addExchange(store, long.id, n);
}

function addExchange(store: Store, threadId: string, n: number): void {
  const stamps = { thread_id: threadId, created_at: new Date().toISOString() };
  store.put({
    type: 'user_message',
    id: newId('msg'),
    ...stamps,
    content: [{ type: 'input_text', text: `Question number ${n}` }],
    attachments: [],
    inference_options: {},
  });
  const text = `Answer number ${n}, with **some** text\n\n- and\n- a list\n\nand a closing line that is a bit longer than the others.`;
  store.put({
    type: 'assistant_message',
    id: newId('msg'),
    ...stamps,
    content: [{ type: 'output_text', text, annotations: [] }],
  });
}
