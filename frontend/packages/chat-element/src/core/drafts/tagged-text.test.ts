import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editText,
  fromContent,
  insertTag,
  labelOf,
  plainText,
  tagEndingAt,
  toContent,
} from './tagged-text.js';

const ann = { id: '1', title: 'Ann' };
const bob = { id: '2', title: 'Bob', group: 'People', data: { mail: 'b@example.com' } };

describe('tagged text', () => {
  it('replaces what was typed by the mention', () => {
    const draft = insertTag(plainText('ask @an'), { start: 4, end: 7 }, ann);
    expect(draft.text).toBe('ask @Ann ');
    expect(toContent(draft)).toEqual([
      { type: 'input_text', text: 'ask ' },
      { type: 'input_tag', id: '1', text: 'Ann', data: {}, interactive: false },
    ]);
  });

  it('follows edits before, in and after a mention', () => {
    const draft = insertTag(plainText('@'), { start: 0, end: 1 }, bob);
    expect(editText(draft, 'Hey @Bob ').tags).toMatchObject([{ start: 4, end: 8 }]);
    expect(editText(draft, '@Bob and more').tags).toMatchObject([{ start: 0, end: 4 }]);
    expect(editText(draft, '@Bo ').tags).toEqual([]);
  });

  it('never lets a tag stand for other text', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[@AnBob ]{0,12}$/), { maxLength: 8 }), (edits) => {
        let draft = insertTag(
          insertTag(plainText(''), { start: 0, end: 0 }, ann),
          { start: 5, end: 5 },
          bob,
        );
        for (const text of edits) {
          draft = editText(draft, text);
          for (const tag of draft.tags) {
            expect(draft.text.slice(tag.start, tag.end)).toBe(labelOf(tag.entity));
          }
        }
      }),
    );
  });

  it('survives the way to a message and back', () => {
    const draft = insertTag(plainText('for '), { start: 4, end: 4 }, bob);
    expect(toContent(fromContent(toContent(draft)))).toEqual(toContent(draft));
  });

  it('finds the mention that one Backspace takes away', () => {
    const draft = insertTag(plainText(''), { start: 0, end: 0 }, ann);
    expect(tagEndingAt(draft, 4)?.entity).toBe(ann);
    expect(tagEndingAt(draft, 5)).toBeUndefined();
  });
});
