import type { WidgetNode } from '../node.js';
import { number, oneOf } from '../node.js';
import { defined, type Style } from './box.js';
import { cssColor, type Scheme } from './colors.js';

const WEIGHTS = { normal: '400', medium: '500', semibold: '600', bold: '700' } as const;

/** What all text components share: colour, weight, alignment and how many lines they may take. */
export function textStyle(node: WidgetNode, scheme: Scheme): Style {
  const weight = oneOf(node, 'weight', ['normal', 'medium', 'semibold', 'bold']);
  const lines = number(node, 'maxLines');
  return defined({
    color: cssColor(node.color, 'text', scheme),
    fontWeight: weight && WEIGHTS[weight],
    // `start` is what the sheet says, and there it means the start of the widget, not of the words.
    textAlign: oneOf(node, 'textAlign', ['center', 'end']),
    '--ck-lines': lines !== undefined && lines >= 1 ? String(Math.floor(lines)) : undefined,
  });
}

/** The classes that cut text off: after one line when truncated, after `maxLines` otherwise. */
export function clampClass(node: WidgetNode): string {
  const lines = number(node, 'maxLines');
  if (lines !== undefined && lines > 1) return 'ck-w-clamp';
  return node.truncate === true || lines === 1 ? 'ck-w-truncate' : '';
}
