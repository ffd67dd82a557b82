import { describe, expect, it } from 'vitest';
import { spokenText } from './spoken-text.js';

describe('spokenText', () => {
  it.each([
    ['You said: **hello**', 'You said: hello'],
    ['## Title\n\nSome *soft* and `code`, ~~gone~~.', 'Title\nSome soft and code, gone.'],
    ['- [x] one\n- two', 'one\ntwo'],
    ['See [the page](https://example.com) and ![a cat](c.png)', 'See the page and a cat'],
    ['```ts\nconst a = 1;\n```', 'const a = 1;'],
    ['| A | B |\n|---|---|\n| 1 | 2 |', 'A B\n1 2'],
    ['2 * 3 = 6 and snake_case stay', '2 * 3 = 6 and snake_case stay'],
    ['> quoted', 'quoted'],
  ])('%j is read as %j', (markdown, words) => {
    expect(spokenText(markdown)).toBe(words);
  });
});
