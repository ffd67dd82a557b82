import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '../../core/protocol/items.js';
import { groupTurns, lastUserMessage } from './turns.js';

const stamps = { thread_id: 't', created_at: '' };

function user(id: string): ThreadItem {
  return { type: 'user_message', id, ...stamps, content: [], attachments: [] };
}

function answer(id: string): ThreadItem {
  return { type: 'assistant_message', id, ...stamps, content: [] };
}

const end: ThreadItem = { type: 'end_of_turn', id: 'e', ...stamps };

describe('groupTurns', () => {
  it('puts each answer to its message', () => {
    const turns = groupTurns(
      [answer('hello'), user('u1'), answer('a1'), answer('a2'), user('u2')],
      [],
    );
    expect(turns.map(({ user, items }) => [user?.id, ...items.map(({ id }) => id)])).toEqual([
      [undefined, 'hello'],
      ['u1', 'a1', 'a2'],
      ['u2'],
    ]);
  });

  it('begins anew after the end of a turn', () => {
    const turns = groupTurns([user('u1'), answer('a1'), end, answer('a2')], []);
    expect(turns.map(({ key }) => key)).toEqual(['u1', 'a2']);
  });

  it('keeps turns that have not changed', () => {
    const items = [user('u1'), answer('a1'), user('u2'), answer('a2')];
    const before = groupTurns(items, []);
    const after = groupTurns([...items, answer('a3')], before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});

describe('lastUserMessage', () => {
  it('is what a retry starts from', () => {
    expect(lastUserMessage([user('u1'), user('u2'), answer('a')])?.id).toBe('u2');
    expect(lastUserMessage([answer('a')])).toBeUndefined();
  });
});
