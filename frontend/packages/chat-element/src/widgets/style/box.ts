import type { CSSProperties } from 'preact';
import { isRecord, type WidgetNode } from '../node.js';
import { cssColor, type Scheme } from './colors.js';
import { bySide, cssFlex, cssRadius, cssRatio, cssSides, cssSize, cssSpace } from './values.js';

export type Style = CSSProperties;

const ALIGN: Readonly<Record<string, string>> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  baseline: 'baseline',
  stretch: 'stretch',
};
const JUSTIFY: Readonly<Record<string, string>> = {
  start: 'flex-start',
  center: 'center',
  end: 'flex-end',
  between: 'space-between',
  around: 'space-around',
  evenly: 'space-evenly',
  stretch: 'stretch',
};
const WRAP: Readonly<Record<string, string>> = {
  nowrap: 'nowrap',
  wrap: 'wrap',
  'wrap-reverse': 'wrap-reverse',
};

/** Everything that the box properties of a node say, as style. */
export function boxStyle(node: WidgetNode, scheme: Scheme): Style {
  return {
    ...flowStyle(node),
    ...blockStyle(node),
    ...sides('padding', cssSides(node.padding)),
    ...borderStyle(node.border, scheme),
    ...defined({
      flex: cssFlex(node.flex),
      background: cssColor(node.background, 'surface', scheme),
    }),
  };
}

/** How the children of a node flow. */
export function flowStyle(node: WidgetNode): Style {
  return defined({
    gap: cssSpace(node.gap),
    alignItems: pick(ALIGN, node.align),
    justifyContent: pick(JUSTIFY, node.justify),
    flexWrap: pick(WRAP, node.wrap),
  });
}

/** The sizes, radius and margin of a node; `size` stands for both axes. */
export function blockStyle(node: WidgetNode): Style {
  return {
    ...defined({
      width: cssSize(node.width ?? node.size),
      height: cssSize(node.height ?? node.size),
      minWidth: cssSize(node.minWidth ?? node.minSize),
      minHeight: cssSize(node.minHeight ?? node.minSize),
      maxWidth: cssSize(node.maxWidth ?? node.maxSize),
      maxHeight: cssSize(node.maxHeight ?? node.maxSize),
      aspectRatio: cssRatio(node.aspectRatio),
      borderRadius: cssRadius(node.radius),
      // A fixed size is meant; a flex container would squeeze it.
      flexShrink: typeof (node.width ?? node.size) === 'number' ? '0' : undefined,
    }),
    ...sides('margin', cssSides(node.margin)),
  };
}

/** A border on all sides, or one for each side and axis. */
export function borderStyle(value: unknown, scheme: Scheme): Style {
  if (value === undefined) return {};
  const isBySide = isRecord(value) && value.size === undefined;
  const borders = bySide((side, axis) => {
    const border = isBySide ? (value[side] ?? value[axis]) : value;
    return cssBorder(border, scheme);
  });
  return sides('border', borders);
}

const BORDER_STYLES: ReadonlySet<unknown> = new Set([
  'solid',
  'dashed',
  'dotted',
  'double',
  'groove',
  'ridge',
  'inset',
  'outset',
]);

function cssBorder(value: unknown, scheme: Scheme): string | undefined {
  const border = isRecord(value) ? value : { size: value };
  const size = border.size;
  if (typeof size !== 'number' || !(size >= 0)) return undefined;
  const line = BORDER_STYLES.has(border.style) ? border.style : 'solid';
  const color = cssColor(border.color, 'border', scheme) ?? 'var(--ck-border)';
  return `${Math.min(size, 16)}px ${line} ${color}`;
}

function sides(
  property: 'padding' | 'margin' | 'border',
  values: ReturnType<typeof cssSides>,
): Style {
  return Object.fromEntries(
    Object.entries(values).map(([side, value]) => [
      `${property}${side.charAt(0).toUpperCase()}${side.slice(1)}`,
      value,
    ]),
  );
}

function pick(names: Readonly<Record<string, string>>, value: unknown): string | undefined {
  return typeof value === 'string' && Object.hasOwn(names, value) ? names[value] : undefined;
}

/** Leaves out what is not set, so that the sheet's own value holds. */
export function defined(style: Readonly<Record<string, string | undefined>>): Style {
  return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined));
}
