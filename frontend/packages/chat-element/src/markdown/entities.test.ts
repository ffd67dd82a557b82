import { expect, it } from 'vitest';
import { decodeHTMLStrict } from './entities.js';

it.each([
  ['&amp;', '&'],
  ['&copy;', '©'],
  ['&apos;', "'"],
  ['&#35;', '#'],
  ['&#x1F600;', '😀'],
  ['&#0;', '\uFFFD'],
  ['&#xD800;', '\uFFFD'],
  ['&constructor;', '&constructor;'],
  ['&amp', '&amp'],
])('decodes %s as %j', (text, decoded) => {
  expect(decodeHTMLStrict(text)).toBe(decoded);
});
