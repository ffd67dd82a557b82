import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IncrementalParser } from './incremental.js';
import { markdown } from './syntax.js';

const DOCUMENT = [
  '# Plan for **today**',
  'A paragraph with *emphasis*, `code`, a [link](https://example.com "t") and $a^2$.\nIts second line.',
  '- one\n- two\n  - nested\n\n    loose\n- [ ] open\n- [x] done',
  '1. first\n\n2. second\n\n10. third',
  '> quoted\n> - list\n\n> another',
  '```ts\nconst a = 1;\n\nconst b = 2;\n```',
  '| a | b |\n|:--|--:|\n| 1 | 2 |\n| x `|` | y |',
  'Setext\n------',
  '$$\n\\frac{a}{b}\n$$',
  '    indented code',
  'A [reference][ref] and [ref].',
  '---',
  '~~gone~~ https://example.org/a_b_c <b>html</b><br>next',
  '[ref]: https://example.com/ref',
].join('\n\n');

afterEach(() => vi.restoreAllMocks());

function nodesOf(parser: IncrementalParser, text: string, isStreaming: boolean) {
  return parser.parse(text, isStreaming).flatMap((block) => block.nodes);
}

function parseOnce(text: string) {
  return nodesOf(new IncrementalParser(), text, false);
}

function growing(text: string, cuts: readonly number[]): readonly string[] {
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...ends.map((end) => text.slice(0, end)), text];
}

describe('a growing text', () => {
  it('gives the same tree however it was cut', () => {
    const expected = parseOnce(DOCUMENT);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
        const parser = new IncrementalParser();
        for (const text of growing(DOCUMENT, cuts)) parser.parse(text, true);
        expect(nodesOf(parser, DOCUMENT, false)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same tree when it comes one character at a time', () => {
    const parser = new IncrementalParser();
    for (let end = 0; end <= DOCUMENT.length; end += 1) parser.parse(DOCUMENT.slice(0, end), true);
    expect(nodesOf(parser, DOCUMENT, false)).toEqual(parseOnce(DOCUMENT));
  });

  it('gives the same tree for generated documents', () => {
    const line = fc.constantFrom(
      '',
      '',
      'words',
      '- item',
      '  - inner',
      '1. one',
      '2',
      '2. two',
      '> quote',
      '```',
      '~~~js',
      '| a | b |',
      '|---|---|',
      '---',
      '===',
      '# h',
      '    code',
      '[a]: /u',
      '[a]',
      '**open',
      '`tick',
      '$$',
      '\\[',
      '* * *',
      '- [ ] t',
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 14 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (lines, cuts) => {
          const text = lines.join('\n');
          const parser = new IncrementalParser();
          for (const prefix of growing(text, cuts)) parser.parse(prefix, true);
          expect(nodesOf(parser, text, false)).toEqual(parseOnce(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps the identity of finished blocks', () => {
    const parser = new IncrementalParser();
    const before = parser.parse('# One\n\nTwo **bold**.\n\nThr', true);
    const after = parser.parse('# One\n\nTwo **bold**.\n\nThree\n\nFour', true);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after).toHaveLength(4);
  });

  it('keeps the identity of finished items inside the open block', () => {
    const parser = new IncrementalParser();
    const [before] = parser.parse('- one\n- two\n- thr', true);
    const [after] = parser.parse('- one\n- two\n- three', true);
    const items = [before, after].map((block) => {
      const [node] = block?.nodes ?? [];
      return node?.type === 'list' ? node.items : [];
    });
    expect(items[1]?.[0]).toBe(items[0]?.[0]);
    expect(items[1]?.[1]).toBe(items[0]?.[1]);
    expect(items[1]?.[2]).not.toBe(items[0]?.[2]);
  });

  it('parses finished text once', () => {
    const paragraph = 'Some words of a paragraph that is neither long nor short, with **bold**.';
    const text = Array.from({ length: 100 }, () => paragraph).join('\n\n');
    const parse = vi.spyOn(markdown, 'parseInline');
    const parser = new IncrementalParser();
    for (let end = 0; end < text.length; end += 5) parser.parse(text.slice(0, end), true);

    const parsed = parse.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
    const updates = text.length / 5;
    // Each update reads the open block and, until its first line ends, the one before it.
    expect(parsed / updates).toBeLessThan(2 * paragraph.length);
  });

  it('starts anew when the text is replaced', () => {
    const parser = new IncrementalParser();
    parser.parse('One\n\nTwo\n\nThree', true);
    expect(nodesOf(parser, 'Other', true)).toEqual(parseOnce('Other'));
  });

  it('applies a link definition to the blocks before it', () => {
    const parser = new IncrementalParser();
    parser.parse('See [a].\n\nMore\n\nwords', true);
    const [first] = nodesOf(parser, 'See [a].\n\nMore\n\nwords\n\n[a]: https://a.example\n', true);
    expect(first).toMatchObject({
      children: [{}, { type: 'link', href: 'https://a.example' }, {}],
    });
  });

  it('reads Windows line ends, even when cut in two', () => {
    const parser = new IncrementalParser();
    parser.parse('one\r', true);
    parser.parse('one\r\n\r', true);
    expect(nodesOf(parser, 'one\r\n\r\ntwo', false)).toEqual(parseOnce('one\n\ntwo'));
  });
});
