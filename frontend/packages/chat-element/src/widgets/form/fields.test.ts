import { expect, it, vi } from 'vitest';
import { mergeFields } from './fields.js';

it('nests dotted names', () => {
  expect(
    mergeFields(
      { id: 1 },
      [
        ['todo.title', 'Milk'],
        ['todo.tags.first', 'food'],
        ['done', true],
      ],
      vi.fn(),
    ),
  ).toEqual({
    id: 1,
    todo: { title: 'Milk', tags: { first: 'food' } },
    done: true,
  });
});

it('keeps what the payload says and tells of the field left out', () => {
  const warn = vi.fn();
  const payload = { todo: { title: 'fixed' }, name: 'x' };
  expect(
    mergeFields(
      payload,
      [
        ['todo.title', 'typed'],
        ['name.first', 'a'],
        ['todo.due', null],
      ],
      warn,
    ),
  ).toEqual({
    todo: { title: 'fixed', due: null },
    name: 'x',
  });
  expect(warn).toHaveBeenCalledTimes(2);
  expect(payload).toEqual({ todo: { title: 'fixed' }, name: 'x' });
});

it('never reaches into prototypes', () => {
  const warn = vi.fn();
  mergeFields(
    {},
    [
      ['__proto__.polluted', 'yes'],
      ['constructor.prototype.polluted', 'yes'],
      ['a..b', 'c'],
    ],
    warn,
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(warn).toHaveBeenCalledTimes(3);
});

it('leaves a payload that is no object as it is', () => {
  const warn = vi.fn();
  expect(mergeFields([1], [['a', 'b']], warn)).toEqual([1]);
  expect(warn).toHaveBeenCalledOnce();
  expect(mergeFields(undefined, [], warn)).toBeUndefined();
  expect(mergeFields(null, [['a', 'b']], warn)).toEqual({ a: 'b' });
});
