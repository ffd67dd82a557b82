import { describe, expect, it } from 'vitest';
import { boxStyle } from './box.js';
import { cssColor } from './colors.js';
import { cssFlex, cssRatio, cssSides, cssSize, cssSpace } from './values.js';

describe('lengths', () => {
  it.each([
    [12, '12px'],
    ['50%', '50%'],
    ['1.5rem', '1.5rem'],
    ['calc(100% - 8px)', 'calc(100% - 8px)'],
    ['min(10px, 2em)', 'min(10px, 2em)'],
    ['auto', 'auto'],
  ])('%j becomes %j', (value, css) => expect(cssSize(value)).toBe(css));

  it.each([
    'url(x)',
    'expression(1)',
    '1px; color: red',
    'calc(url(x))',
    'var(--x)',
    '10 px',
    Number.NaN,
    null,
    {},
  ])('refuses %j', (value) => expect(cssSize(value)).toBeUndefined());

  it('counts steps of the scale', () => expect(cssSpace(3)).toBe('calc(var(--ck-space-1) * 3)'));

  it('reads sides, axes and shorthand', () => {
    expect(cssSides({ x: 4, top: '2px' })).toEqual({
      top: '2px',
      left: 'calc(var(--ck-space-1) * 4)',
      right: 'calc(var(--ck-space-1) * 4)',
    });
    expect(cssSides('1px 2px')).toEqual({ top: '1px', right: '2px', bottom: '1px', left: '2px' });
    expect(cssSides('url(a) 2px')).toEqual({});
  });

  it('reads ratios and flex', () => {
    expect([cssRatio('16/9'), cssRatio(1.5), cssRatio('x')]).toEqual(['16/9', '1.5', undefined]);
    expect([cssFlex(1), cssFlex('1 0 auto'), cssFlex('url(x)')]).toEqual([
      '1',
      '1 0 auto',
      undefined,
    ]);
  });
});

describe('colours', () => {
  it.each([
    ['secondary', 'text', 'var(--ck-fg-muted)'],
    ['surface-elevated', 'surface', 'var(--ck-bg-raised)'],
    ['strong', 'border', 'var(--ck-border-strong)'],
    ['#a1b2c3', 'text', '#a1b2c3'],
    ['rebeccapurple', 'text', 'rebeccapurple'],
    ['rgb(0 0 0 / 50%)', 'text', 'rgb(0 0 0 / 50%)'],
  ] as const)('%s as %s', (value, role, css) => expect(cssColor(value, role, 'light')).toBe(css));

  it('chooses by scheme', () => {
    const color = { light: '#fff', dark: 'gray-900' };
    expect(cssColor(color, 'surface', 'light')).toBe('#fff');
    expect(cssColor(color, 'surface', 'dark')).toMatch(/^oklch\(/);
  });

  it.each(['url(x)', 'red; x', 'linear-gradient(red, blue)', 'var(--x)', 'nope-100', '', 7, null])(
    'refuses %j',
    (value) => expect(cssColor(value, 'text', 'light')).toBeUndefined(),
  );
});

describe('boxes', () => {
  it('put sizes, borders and flow together', () => {
    const node = {
      type: 'Box',
      size: 10,
      align: 'end',
      justify: 'between',
      border: { top: 1, x: { size: 2, style: 'dashed' } },
    };
    expect(boxStyle(node, 'light')).toMatchObject({
      width: '10px',
      height: '10px',
      alignItems: 'flex-end',
      justifyContent: 'space-between',
      borderTop: '1px solid var(--ck-border)',
      borderLeft: '2px dashed var(--ck-border)',
    });
  });
});
