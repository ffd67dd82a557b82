import { describe, expect, it } from 'vitest';
import { heal } from './heal.js';
import { IncrementalParser } from './incremental.js';

describe('half-open syntax', () => {
  it.each([
    ['**bol', '**bol**'],
    ['some `co', 'some `co`'],
    ['~~gon', '~~gon~~'],
    ['*em', '*em*'],
    ['see [the pla', 'see the pla'],
    ['see [the plan](https://exa', 'see the plan'],
  ])('completes %j', (source, shown) => {
    expect(heal(source)).toBe(shown);
  });

  it.each([
    'words\n-',
    'words\n---',
    'words\n=',
    '#',
    '- one\n-',
    '1. one\n2',
    '- [',
    'a\n```js\nb\n``',
    '> a\n>',
  ])('holds back the bare marker that ends %j', (source) => {
    expect(heal(source)).toBe(source.slice(0, source.lastIndexOf('\n') + 1).replace(/\n$/, ''));
  });

  it('leaves code alone', () => {
    expect(heal('```js\nconst a = "**b')).toBe('```js\nconst a = "**b');
  });

  it.each([
    '| a',
    '| a | b',
    '| a | b |\n',
    '| a | b |\n|',
    '| a | b |\n|--',
    '| a | b |\n|---|:-',
  ])('shows %j as a table at once', (source) => {
    const [block] = new IncrementalParser().parse(source, true);
    expect(block?.nodes).toMatchObject([{ type: 'table' }]);
  });

  it('does not turn a finished paragraph of pipes into a table', () => {
    const [block] = new IncrementalParser().parse('| a | b |\nwords', false);
    expect(block?.nodes).toMatchObject([{ type: 'paragraph' }]);
  });
});
