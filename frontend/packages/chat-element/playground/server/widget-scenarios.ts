import { done, pause, type Scenario, say } from './scenarios.js';
import { newId } from './store.js';

/** A card with text that streams, a form, a list, and buttons of every kind of action. */
export const answerWidgets: Scenario = async function* (turn) {
  yield* say(turn, 'Here are some widgets.');
  const id = newId('msg');
  const stamps = { thread_id: turn.threadId, created_at: new Date().toISOString() };
  const card = (value: string, streaming: boolean) => ({
    type: 'Card',
    children: [
      { type: 'Title', value: 'Weekly summary' },
      { type: 'Text', id: 'summary', value, streaming },
    ],
  });
  yield {
    type: 'thread.item.added',
    item: { type: 'widget', id, ...stamps, widget: card('', true) },
  };
  const text = 'Twelve tasks done, three open, one overdue.';
  for (const delta of text.split(/(?<= )/)) {
    const update = {
      type: 'widget.streaming_text.value_delta',
      component_id: 'summary',
      delta,
      done: false,
    } as const;
    yield { type: 'thread.item.updated', item_id: id, update };
    await pause(40);
  }
  yield {
    type: 'thread.item.done',
    item: { type: 'widget', id, ...stamps, widget: card(text, false), copy_text: text },
  };
  yield done(turn, { type: 'widget', widget: FORM });
  yield done(turn, { type: 'widget', widget: LIST });
};

const FORM = {
  type: 'Card',
  asForm: true,
  size: 'md',
  confirm: { label: 'Add task', action: { type: 'task.add' } },
  cancel: { label: 'Discard', action: { type: 'task.discard' } },
  children: [
    { type: 'Title', value: 'New task', size: 'sm' },
    { type: 'Label', value: 'Title', fieldName: 'task.title' },
    { type: 'Input', name: 'task.title', required: true, placeholder: 'What is to be done?' },
    {
      type: 'Row',
      children: [
        {
          type: 'Select',
          name: 'task.priority',
          placeholder: 'Priority',
          options: ['low', 'medium', 'high'].map((value) => ({ value, label: value })),
        },
        { type: 'DatePicker', name: 'task.due', placeholder: 'Due' },
      ],
    },
    { type: 'Checkbox', name: 'task.remind', label: 'Remind me' },
  ],
};

const LIST = {
  type: 'ListView',
  limit: 3,
  status: { text: 'Open tasks', icon: 'calendar' },
  children: ['Buy milk', 'Call Amina', 'Write the report', 'Book a train', 'Water the plants'].map(
    (value, index) => ({
      type: 'ListViewItem',
      key: value,
      onClickAction: { type: 'task.open', payload: { index } },
      children: [
        { type: 'Icon', name: 'empty-circle' },
        { type: 'Text', value },
        { type: 'Spacer' },
        {
          type: 'Button',
          label: 'Done',
          size: 'sm',
          onClickAction: { type: 'task.done', payload: { index }, streaming: false },
        },
        {
          type: 'Button',
          label: 'Show',
          size: 'sm',
          variant: 'ghost',
          onClickAction: { type: 'task.show', payload: { index }, handler: 'client' },
        },
      ],
    }),
  ),
};
