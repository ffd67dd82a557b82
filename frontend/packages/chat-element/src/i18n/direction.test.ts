import { expect, it } from 'vitest';
import { directionOfText } from './translate.js';

it.each([
  ['Hello', 'ltr'],
  ['1. «سلام» hello', 'rtl'],
  ['שלום', 'rtl'],
  ['42', 'ltr'],
])('%j runs %s', (text, direction) => {
  expect(directionOfText(text)).toBe(direction);
});
