import { describe, expect, it } from 'vitest';
import { EMPTY_DRAFT, isSendable } from './draft.js';
import { DraftStore } from './draft-store.js';
import { plainText } from './tagged-text.js';

function memory() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}

describe('DraftStore', () => {
  it('keeps one draft per thread, beyond a reload', () => {
    const storage = memory();
    const drafts = new DraftStore(storage, 'page');
    drafts.set('a', { ...EMPTY_DRAFT, content: plainText('for a') });
    drafts.set(null, { ...EMPTY_DRAFT, content: plainText('new') });
    const later = new DraftStore(storage, 'page');
    expect(later.get('a').content.text).toBe('for a');
    expect(later.get(null).content.text).toBe('new');
    expect(later.get('b')).toEqual(EMPTY_DRAFT);
    expect(new DraftStore(storage, 'elsewhere').get('a')).toEqual(EMPTY_DRAFT);
  });

  it('leaves nothing behind once a draft is empty', () => {
    const storage = memory();
    const drafts = new DraftStore(storage, 'page');
    drafts.set('a', { ...EMPTY_DRAFT, content: plainText('x') });
    drafts.set('a', EMPTY_DRAFT);
    expect(storage.entries.size).toBe(0);
  });

  it('does without storage, and with nonsense in it', () => {
    const broken = {
      ...memory(),
      getItem: () => '{',
      setItem: () => {
        throw new Error('full');
      },
    };
    const drafts = new DraftStore(broken, 'page');
    drafts.set('a', { ...EMPTY_DRAFT, content: plainText('x') });
    expect(drafts.get('a').content.text).toBe('x');
    expect(drafts.get('b')).toEqual(EMPTY_DRAFT);
  });
});

describe('isSendable', () => {
  it.each([
    ['', false],
    [' \n\u00a0', false],
    ['\u200b\u2060\ufeff', false],
    ['\u200bx', true],
    ['\u{1f469}\u200d\u{1f4bb}', true],
  ])('%j: %s', (text, expected) => {
    expect(isSendable({ ...EMPTY_DRAFT, content: plainText(text) })).toBe(expected);
  });
});
