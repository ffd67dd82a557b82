import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inlineJson } from './inline-json';

it('cannot close the element it stands in', () => {
  expect(inlineJson({ a: '</script><script>alert(1)' })).not.toContain('<');
  expect(inlineJson('<!--')).not.toContain('<');
});

it('is read back as what it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(inlineJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
