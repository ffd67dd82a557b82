import { describe, expect, it } from 'vitest';
import { IncrementalParser } from './incremental.js';
import { isImageAllowed, linkTarget } from './links.js';

const HOSTILE: Readonly<Record<string, string>> = {
  brackets: '['.repeat(10_000),
  'closed brackets': '['.repeat(5000) + ']'.repeat(5000),
  parentheses: '[a]('.repeat(10_000),
  images: '!['.repeat(10_000),
  'a line of 1 MB': 'a'.repeat(1_000_000),
  'words of 1 MB': 'word '.repeat(200_000),
  stars: '*a '.repeat(20_000),
  underscores: '_a'.repeat(20_000),
  tildes: '~~a~~ ~'.repeat(10_000),
  quotes: '>'.repeat(10_000),
  'list markers': `${'- '.repeat(5000)}a`,
  'nested list': Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join(
    '\n',
  ),
  backticks: Array.from({ length: 300 }, (_, count) => `${'`'.repeat(count)}a`).join(' '),
  dollars: '$a '.repeat(20_000),
  'display dollars': '$$\n'.repeat(10_000),
  'less-than signs': '<'.repeat(20_000),
  pipes: `${'|'.repeat(20_000)}\n${'|-'.repeat(20_000)}`,
  'a wide table': `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n${`|${'b|'.repeat(500)}\n`.repeat(50)}`,
  'blank lines': `${'\n'.repeat(50_000)}a`,
  addresses: 'http://'.repeat(5000),
  mails: 'a@'.repeat(20_000),
  fences: '```\n'.repeat(10_000),
  backslashes: '\\('.repeat(20_000),
};

describe('hostile text', () => {
  // What takes time that grows with the square of the text runs into the time limit of all tests.
  it.each(Object.entries(HOSTILE))('%s is harmless', (_name, text) => {
    expect(() => {
      new IncrementalParser().parse(text, false);
      new IncrementalParser().parse(text, true);
    }).not.toThrow();
  });
});

describe('links', () => {
  it.each(['http://a.example/', 'https://a.example/', 'mailto:a@b.example', 'tel:+123'])(
    'opens %s',
    (href) => {
      expect(linkTarget(href)).toEqual({ kind: 'external', href });
    },
  );

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/1',
    '/relative',
    '//host.example',
    '#fragment',
    '',
    'chatkit-link://',
  ])('does nothing for %j', (href) => {
    expect(linkTarget(href)).toEqual({ kind: 'none' });
  });

  it('reads deeplinks', () => {
    expect(linkTarget('chatkit-link://open-Task?id=7&view=a%20b')).toEqual({
      kind: 'deeplink',
      name: 'open-Task',
      data: { id: '7', view: 'a b' },
    });
  });
});

describe('images', () => {
  it.each([
    ['https://a.example/i.png', undefined, true],
    ['https://a.example/i.png', ['a.example'], true],
    ['https://A.example/i.png', ['a.example'], true],
    ['https://sub.a.example/i.png', ['a.example'], false],
    ['https://sub.a.example/i.png', ['*.a.example'], true],
    ['https://evila.example/i.png', ['*.a.example', 'a.example'], false],
    ['https://a.example@evil.example/i.png', ['a.example'], false],
    ['https://a.example/i.png', ['https://a.example'], true],
    ['http://a.example/i.png', ['https://a.example'], false],
    ['https://a.example/i.png', [], false],
    ['javascript:alert(1)', undefined, false],
    ['data:image/svg+xml;base64,AAAA', undefined, false],
    ['data:image/png;base64,AAAA', [], true],
    ['/relative.png', undefined, false],
  ])('%s with %j: %s', (src, domains, isAllowed) => {
    expect(isImageAllowed(src, domains)).toBe(isAllowed);
  });
});
