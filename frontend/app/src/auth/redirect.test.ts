import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOME, safeNext, withNext } from './redirect';

describe('safeNext', () => {
  it.each(['/tasks', '/tasks?view=today&q=a%20b', '/chatkit#last', '/settings'])(
    'goes to %s',
    (path) => {
      expect(safeNext(path)).toBe(path);
    },
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/tasks/../..//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'tasks',
    '',
  ])('does not follow %j', (path) => {
    expect(safeNext(path)).toBe(HOME);
  });

  it('does not go back to a page for those who are signed out, nor to an answer of the API', () => {
    for (const path of [
      '/sign-in',
      '/sign-up?next=/sign-in',
      '/reset-password',
      '/api/auth/token',
    ]) {
      expect(safeNext(path)).toBe(HOME);
    }
  });

  it('does with no value and with several what it does with a wrong one', () => {
    expect(safeNext(undefined)).toBe(HOME);
    expect(safeNext(['/settings', '/tasks'])).toBe(HOME);
  });

  it('never leaves the site, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '\t',
      'evil.example',
      'http:',
      '@',
      '?',
      '#',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const target = new URL(safeNext(parts.join('')), 'https://here.example');
        expect(target.origin).toBe('https://here.example');
      }),
    );
  });
});

describe('withNext', () => {
  it('keeps where to go, unless it is where one goes anyway', () => {
    expect(withNext('/sign-in', '/settings?a=1')).toBe('/sign-in?next=%2Fsettings%3Fa%3D1');
    expect(withNext('/sign-in', HOME)).toBe('/sign-in');
  });
});
