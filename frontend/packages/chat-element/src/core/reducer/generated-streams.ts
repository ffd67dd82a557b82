import fc from 'fast-check';
import type { ThreadStreamEvent } from '../protocol/events.js';
import type { AssistantPart, ThreadItem } from '../protocol/items.js';

/** A valid life of one item: its events in order, and what the server has of it at the end. */
export interface Life {
  readonly events: readonly ThreadStreamEvent[];
  readonly stored: ThreadItem | null;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const stamps = { thread_id: 'thr', created_at: '2026-01-01T00:00:00Z' };

const annotation = text.map((title) => ({
  type: 'annotation' as const,
  source: { type: 'file' as const, filename: title, title },
}));

/** A message of parts that come in pieces, with or without an end of their own. */
function messageLife(id: string): fc.Arbitrary<Life> {
  const part = fc.record({
    pieces: fc.array(text, { maxLength: 5 }),
    annotations: fc.array(annotation, { maxLength: 3 }),
    isAnnounced: fc.boolean(),
    isEnded: fc.boolean(),
  });
  return fc.array(part, { maxLength: 3 }).map((parts) => {
    const base = { type: 'assistant_message' as const, id, ...stamps };
    const content: AssistantPart[] = parts.map(({ pieces, annotations }) => ({
      type: 'output_text',
      text: pieces.join(''),
      annotations,
    }));
    const updates = parts.flatMap((one, index) => partUpdates(one, index, content[index]));
    return life({ ...base, content: [] }, updates, { ...base, content });
  });
}

type Update = Extract<ThreadStreamEvent, { type: 'thread.item.updated' }>['update'];

interface PartPlan {
  readonly pieces: readonly string[];
  readonly annotations: AssistantPart['annotations'];
  readonly isAnnounced: boolean;
  readonly isEnded: boolean;
}

function partUpdates(plan: PartPlan, index: number, whole: AssistantPart | undefined): Update[] {
  const at = { content_index: index };
  const empty: AssistantPart = { type: 'output_text', text: '', annotations: [] };
  const updates: Update[] = [];
  // Whoever says nothing of a part must announce it.
  const isSilent = plan.pieces.length === 0 && plan.annotations.length === 0 && !plan.isEnded;
  if (plan.isAnnounced || isSilent) {
    updates.push({ type: 'assistant_message.content_part.added', ...at, content: empty });
  }
  for (const delta of plan.pieces) {
    updates.push({ type: 'assistant_message.content_part.text_delta', ...at, delta });
  }
  for (const [order, one] of plan.annotations.entries()) {
    updates.push({
      type: 'assistant_message.content_part.annotation_added',
      ...at,
      annotation_index: order,
      annotation: one,
    });
  }
  // Agents end parts without their annotations; those come again with the whole item.
  if (plan.isEnded && whole) {
    const content = { ...whole, annotations: [] };
    updates.push({ type: 'assistant_message.content_part.done', ...at, content });
  }
  return updates;
}

function workflowLife(id: string): fc.Arbitrary<Life> {
  return fc.array(text, { maxLength: 4 }).map((titles) => {
    const base = { type: 'workflow' as const, id, ...stamps };
    const tasks = titles.map((title) => ({ type: 'custom' as const, title }));
    const updates = tasks.flatMap<Update>((task, index) => [
      { type: 'workflow.task.added', task_index: index, task: { type: 'custom' } },
      { type: 'workflow.task.updated', task_index: index, task },
    ]);
    const first = { ...base, workflow: { type: 'reasoning' as const, tasks: [] } };
    return life(first, updates, { ...base, workflow: { type: 'reasoning', tasks } });
  });
}

/** A widget whose text grows somewhere in its tree. */
function widgetLife(id: string): fc.Arbitrary<Life> {
  return fc.tuple(fc.array(text, { maxLength: 5 }), fc.boolean()).map(([pieces, isSingle]) => {
    const base = { type: 'widget' as const, id, ...stamps };
    const tree = (value: string, streaming: boolean) => {
      const grows = { type: 'Text', id: 'grows', value, streaming };
      const holder = isSingle
        ? { type: 'Transition', children: grows }
        : { type: 'Row', children: [{ type: 'Spacer' }, grows] };
      return { type: 'Card', children: [{ type: 'Title', value: 'fixed' }, holder] };
    };
    const updates = pieces.map<Update>((delta, index) => ({
      type: 'widget.streaming_text.value_delta',
      component_id: 'grows',
      delta,
      done: index === pieces.length - 1,
    }));
    const streaming = pieces.length === 0;
    const stored = { ...base, widget: tree(pieces.join(''), streaming) };
    return life({ ...base, widget: tree('', true) }, updates, stored);
  });
}

function imageLife(id: string): fc.Arbitrary<Life> {
  return fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }).map((steps) => {
    const base = { type: 'generated_image' as const, id, ...stamps };
    const image = { id: 'i', url: 'https://example.com/i.png' };
    const updates = steps.map<Update>((progress) => ({
      type: 'generated_image.updated',
      image,
      progress,
    }));
    return life(base, updates, { ...base, image });
  });
}

/** Items that come whole, are replaced, or go again. */
function wholeLife(id: string): fc.Arbitrary<Life> {
  const item = (value: string) => ({
    type: 'task' as const,
    id,
    ...stamps,
    task: { type: 'custom' as const, title: value },
  });
  const end = fc.constantFrom('stays', 'replaced', 'removed', 'hidden');
  return fc.tuple(text, text, end).map(([first, second, how]): Life => {
    const done = { type: 'thread.item.done', item: item(first) } as const;
    if (how === 'replaced') {
      const replaced = { type: 'thread.item.replaced', item: item(second) } as const;
      return { events: [done, replaced], stored: item(second) };
    }
    if (how === 'removed') {
      return { events: [done, { type: 'thread.item.removed', item_id: id }], stored: null };
    }
    if (how === 'hidden') {
      const hidden = { type: 'hidden_context_item' as const, id, ...stamps, content: '' };
      return { events: [{ type: 'thread.item.added', item: hidden }], stored: null };
    }
    return { events: [done], stored: item(first) };
  });
}

function life(first: ThreadItem, updates: readonly Update[], last: ThreadItem): Life {
  return {
    events: [
      { type: 'thread.item.added', item: first },
      ...updates.map((update) => ({
        type: 'thread.item.updated' as const,
        item_id: first.id,
        update,
      })),
      { type: 'thread.item.done', item: last },
    ],
    stored: last,
  };
}

/** A life of any kind, for an item with this id. */
export function anyLife(id: string): fc.Arbitrary<Life> {
  return fc.oneof(messageLife(id), workflowLife(id), widgetLife(id), imageLife(id), wholeLife(id));
}

/** Runs lives at the same time: each keeps its order, and they begin one after the other. */
export function interleave(
  lives: readonly Life[],
  choices: readonly number[],
): ThreadStreamEvent[] {
  const queues = lives.map(({ events }) => [...events]);
  const woven: ThreadStreamEvent[] = queues
    .map((queue) => queue.shift())
    .filter((e) => e !== undefined);
  for (let turn = 0; queues.some((queue) => queue.length > 0); turn += 1) {
    const open = queues.filter((queue) => queue.length > 0);
    const event = open[(choices[turn % choices.length] ?? 0) % open.length]?.shift();
    if (event) woven.push(event);
  }
  return woven;
}
