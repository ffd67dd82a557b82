import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SORTS } from '../model/sort';
import { VIEWS } from '../model/views';
import { placeUrl, readPlace } from './view-url';

const paramsOf = (url: string) => new URL(url, 'http://page').searchParams;

describe('the address of a view', () => {
  it('is read as it was written', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    const place = fc.record({
      filter: fc.record({
        view: fc.constantFrom(...VIEWS),
        sort: fc.constantFrom(...SORTS),
        list: fc.option(name),
        tag: fc.option(name),
        query: fc.string({ unit: 'grapheme' }),
      }),
      open: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    });
    fc.assert(
      fc.property(place, (written) => {
        expect(readPlace(paramsOf(placeUrl(written)))).toEqual(written);
      }),
    );
  });

  it('is short for what is usual', () => {
    expect(placeUrl(readPlace(new URLSearchParams()))).toBe('/tasks');
  });

  it('falls back to what it knows', () => {
    const place = readPlace(paramsOf('/tasks?view=secret&sort=luck&task=abc&list='));
    expect(place).toEqual({
      filter: { view: 'all', sort: 'due', list: null, tag: null, query: '' },
      open: null,
    });
  });
});
