import { expect, it } from 'vitest';
import type { Task } from '../model/task';
import { nameOf } from './words';

const named = (title: string) => nameOf([{ title } as Task]);

it('quotes a title, and the begin of a long one', () => {
  expect(named('Buy milk')).toBe('“Buy milk”');
  expect(named('x'.repeat(60))).toBe(`“${'x'.repeat(47)}…”`);
});

it('cuts no character in two', () => {
  expect(named('🦊'.repeat(48))).toBe(`“${'🦊'.repeat(48)}”`);
  expect(named('🦊'.repeat(60))).toBe(`“${'🦊'.repeat(47)}…”`);
});
