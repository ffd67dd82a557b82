import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '../protocol/events.js';
import type { ThreadItem } from '../protocol/items.js';
import { applyEvent } from './apply-event.js';
import { anyLife, interleave } from './generated-streams.js';
import { beginAnswer, EMPTY_THREAD, endAnswer, type ThreadState } from './thread-state.js';

const stamps = { thread_id: 'thr', created_at: '2026-01-01T00:00:00Z' };

function fold(
  events: readonly ThreadStreamEvent[],
  state: ThreadState = EMPTY_THREAD,
): ThreadState {
  return events.reduce(applyEvent, state);
}

const streams = fc
  .integer({ min: 0, max: 6 })
  .chain((count) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: count }, (_, n) => anyLife(`item${n}`))),
      fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
    ),
  );

describe('applyEvent', () => {
  it('holds in the end what the server has', () => {
    fc.assert(
      fc.property(streams, ([lives, choices]) => {
        const stored = lives.map((life) => life.stored).filter((item) => item !== null);
        const state = endAnswer(fold(interleave(lives, choices)));
        expect(state.items).toEqual(stored);
        expect(state.pending.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('shows while it streams what it shows at the end', () => {
    fc.assert(
      fc.property(anyLife('only'), ({ events, stored }) => {
        const beforeEnd = fold(events.slice(0, -1));
        if (events.at(-1)?.type !== 'thread.item.done' || events.length === 1) return;
        expect(beforeEnd.items.map(withoutProgress)).toEqual([stored]);
      }),
    );
  });

  it('leaves other items as they are', () => {
    fc.assert(
      fc.property(streams, anyLife('last'), ([lives, choices], last) => {
        const before = fold(interleave(lives, choices));
        const after = fold(last.events, before);
        expect(before.items.every((item, index) => item === after.items[index])).toBe(true);
      }),
    );
  });

  it('survives updates of items and kinds it does not know', () => {
    const known = message('m', 'text');
    const before = fold([{ type: 'thread.item.done', item: known }]);
    const strange = [
      { type: 'thread.item.updated', item_id: 'nobody', update: { type: 'workflow.task.added' } },
      {
        type: 'thread.item.updated',
        item_id: 'm',
        update: { type: 'workflow.task.added', task: {} },
      },
      { type: 'thread.item.updated', item_id: 'm', update: { type: 'of.another.time' } },
      { type: 'of.another.time' },
      { type: 'thread.item.removed', item_id: 'nobody' },
    ] as unknown as ThreadStreamEvent[];
    expect(fold(strange, before)).toBe(before);
  });

  it('keeps the items when the thread is told anew', () => {
    const before = fold([{ type: 'thread.item.done', item: message('m', 'text') }]);
    const thread = {
      id: 'thr',
      title: 'New',
      created_at: '',
      items: { data: [], has_more: false },
    };
    const after = applyEvent(before, { type: 'thread.updated', thread });
    expect(after.items).toBe(before.items);
    expect(after.thread).toEqual({ id: 'thr', title: 'New', created_at: '' });
  });

  it('keeps annotations when a part ends without them', () => {
    const annotation = {
      type: 'annotation',
      source: { type: 'file', filename: 'f', title: 'f' },
    } as const;
    const update = (rest: object) =>
      ({
        type: 'thread.item.updated',
        item_id: 'm',
        update: { content_index: 0, ...rest },
      }) as ThreadStreamEvent;
    const state = fold([
      { type: 'thread.item.added', item: message('m', 'a') },
      update({
        type: 'assistant_message.content_part.annotation_added',
        annotation_index: 9,
        annotation,
      }),
      update({
        type: 'assistant_message.content_part.done',
        content: { type: 'output_text', text: 'ab', annotations: [] },
      }),
    ]);
    expect(state.items[0]).toMatchObject({ content: [{ text: 'ab', annotations: [annotation] }] });
  });

  it('forgets what was said about an answer when the next one begins', () => {
    const state = fold([
      { type: 'progress_update', text: 'working' },
      { type: 'notice', level: 'info', message: 'note' },
      { type: 'error', code: 'custom', allow_retry: false },
      { type: 'stream_options', stream_options: { allow_cancel: false } },
    ]);
    expect(endAnswer(state)).toMatchObject({ progress: null, notices: [{}], error: {} });
    expect(beginAnswer(state)).toEqual(EMPTY_THREAD);
  });
});

function message(id: string, text: string): ThreadItem {
  const content = [{ type: 'output_text' as const, text, annotations: [] }];
  return { type: 'assistant_message', id, ...stamps, content };
}

/** How far a picture is, is known only while it is made; so is the picture of a later life. */
function withoutProgress(item: ThreadItem): ThreadItem {
  if (item.type !== 'generated_image') return item;
  const { progress: _, ...rest } = item;
  return { ...rest, image: { id: 'i', url: 'https://example.com/i.png' } };
}
