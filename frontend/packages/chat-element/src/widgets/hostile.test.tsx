import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPONENTS } from './components/registry.js';
import { createBench } from './testing.js';

const PROPERTIES = [
  'children',
  'value',
  'options',
  'size',
  'padding',
  'margin',
  'border',
  'background',
  'color',
  'name',
  'editable',
  'defaultValue',
  'min',
  'max',
  'limit',
  'status',
  'confirm',
  'cancel',
  'onClickAction',
  'onChangeAction',
  'data',
  'series',
  'xAxis',
  'src',
  'gap',
  'flex',
  'aspectRatio',
  'radius',
  'label',
  'key',
  'id',
  'rows',
  'colSpan',
  'theme',
];

describe('odd data', () => {
  const bench = createBench();

  it('never throws, whatever the properties hold', async () => {
    const value = fc.oneof(
      fc.constantFrom(
        null,
        true,
        '',
        'url(https://evil.example)',
        -1,
        1e9,
        Number.NaN,
        {},
        [],
        [null],
        [[]],
      ),
      fc.record({
        type: fc.constantFrom('Text', 'save', 'Nope'),
        size: fc.anything(),
        action: fc.anything(),
      }),
      fc.string(),
    );
    const node = fc
      .tuple(
        fc.constantFrom(...Object.keys(COMPONENTS)),
        fc.dictionary(fc.constantFrom(...PROPERTIES), value),
      )
      .map(([type, properties]) => ({ ...properties, type }));
    await fc.assert(
      fc.asyncProperty(fc.array(node, { maxLength: 4 }), async (children) => {
        await bench.show({ type: 'Card', children });
        const styles = [...bench.root.querySelectorAll('[style]')].map((e) =>
          e.getAttribute('style'),
        );
        expect(styles.join()).not.toMatch(/url|evil/);
      }),
      { numRuns: 300 },
    );
  });

  it.each([null, 7, 'Card', [], {}, { type: 7 }])('draws nothing for %j', async (widget) => {
    await bench.show(widget as object);
    expect(bench.root.textContent).toBe('');
  });

  it('skips types that nobody knows and keeps the rest', async () => {
    await bench.show({
      type: 'Card',
      children: [
        { type: 'Hologram' },
        { type: 'constructor' },
        'words',
        null,
        { type: 'Text', value: 'kept' },
      ],
    });
    expect(bench.find('.ck-w-card-body').textContent).toBe('kept');
  });

  it('draws types of the page with its own renderer', async () => {
    const draw = (node: Readonly<Record<string, unknown>>) => {
      const element = document.createElement('output');
      element.textContent = String(node.amount);
      return element;
    };
    await bench.show(
      { type: 'Basic', children: [{ type: 'Price', amount: 7 }] },
      { renderers: { Price: draw } },
    );
    expect(bench.find('output').textContent).toBe('7');
  });
});
