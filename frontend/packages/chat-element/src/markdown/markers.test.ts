import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupAnnotations } from './annotations.js';
import { IncrementalParser } from './incremental.js';
import { insertMarkers } from './markers.js';
import type { InlineNode } from './nodes.js';

const SIGN = '\uA6F7';

function collect(value: unknown, found: number[] = []): number[] {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (typeof value === 'object' && value !== null) {
    const node = value as Partial<InlineNode> & Record<string, unknown>;
    if (node.type === 'marker') found.push(node.group as number);
    if (Array.isArray(node.markers)) found.push(...(node.markers as number[]));
    for (const [key, item] of Object.entries(node)) if (key !== 'markers') collect(item, found);
  }
  return found;
}

function parse(text: string) {
  return new IncrementalParser().parse(text, false).flatMap((block) => block.nodes);
}

/** The tree without its markers, with the text pieces that they parted joined again. */
function stripped(text: string): string {
  const withoutMarkers = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value
        .filter((item) => (item as InlineNode).type !== 'marker')
        .map(withoutMarkers);
      return items.reduce<unknown[]>((joined, item) => {
        const last = joined.at(-1) as InlineNode | undefined;
        const next = item as InlineNode;
        if (last?.type === 'text' && next.type === 'text')
          joined[joined.length - 1] = { ...last, value: last.value + next.value };
        else joined.push(item);
        return joined;
      }, []);
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === 'markers' ? [] : withoutMarkers(item),
      ]),
    );
  };
  return JSON.stringify(withoutMarkers(parse(text)));
}

const DOCUMENT = [
  '# Title',
  'Words with **bold.** and `code`, [a link](https://a.example/path "t"), <b>.',
  '- one\n- two\n\n1. three',
  '> quote\n> more',
  '```js\ncode();\n```',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  'Setext\n===',
  '$$\nx\n$$',
  '---',
  'End.',
].join('\n\n');

describe('markers', () => {
  it('keep every group and never change the text around them', () => {
    const before = stripped(DOCUMENT);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: DOCUMENT.length }), { maxLength: 6 }),
        (indexes) => {
          const marked = insertMarkers(DOCUMENT, indexes);
          expect(collect(parse(marked)).sort()).toEqual(indexes.map((_, group) => group));
          expect(JSON.stringify(parse(marked))).not.toContain(SIGN);
          expect(stripped(marked).length).toBe(before.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('stand behind the sentence they belong to', () => {
    const text = 'First. Second.';
    expect(parse(insertMarkers(text, [6, 14]))).toMatchObject([
      {
        children: [
          { value: 'First.' },
          { type: 'marker', group: 0 },
          { value: ' Second.' },
          { type: 'marker', group: 1 },
        ],
      },
    ]);
  });

  it('group annotations with the same position and number them in reading order', () => {
    const url = (name: string, index?: number) => ({
      type: 'annotation' as const,
      source: { type: 'url' as const, title: name, url: `https://${name}.example` },
      ...(index === undefined ? {} : { index }),
    });
    const groups = groupAnnotations([url('c', 9), url('a', 2), url('b', 2), url('loose')]);
    expect(groups.map(({ index, numbers }) => ({ index, numbers }))).toEqual([
      { index: 2, numbers: [1, 2] },
      { index: 9, numbers: [3] },
    ]);
  });
});
