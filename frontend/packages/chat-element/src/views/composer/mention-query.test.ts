import { describe, expect, it } from 'vitest';
import { mentionAt } from './mention-query.js';

describe('mentionAt', () => {
  it.each([
    ['@', 1, { start: 0, end: 1, query: '' }],
    ['ask @am', 7, { start: 4, end: 7, query: 'am' }],
    ['ask @Amina Kh', 13, { start: 4, end: 13, query: 'Amina Kh' }],
    ['(@a', 3, { start: 1, end: 3, query: 'a' }],
    ['@a and more', 2, { start: 0, end: 2, query: 'a' }],
  ])('finds the mention in %j at %i', (text, caret, mention) => {
    expect(mentionAt(text, caret)).toEqual(mention);
  });

  it.each([
    ['no at sign', 5],
    ['me@example.com', 14],
    ['@ spaced', 3],
    ['@name\nnext line', 12],
    ['@name  done', 11],
    [`@${'x'.repeat(80)}`, 81],
  ])('finds none in %j at %i', (text, caret) => {
    expect(mentionAt(text, caret)).toBeNull();
  });
});
