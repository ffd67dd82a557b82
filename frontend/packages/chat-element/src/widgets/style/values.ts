import { isRecord } from '../node.js';

/**
 * Style values come from a server, so only lengths, ratios and colours pass; nothing that could
 * fetch, position or end a declaration.
 */
const LENGTH =
  /^(?:auto|none|0|min-content|max-content|fit-content|-?(?:\d+\.?\d*|\.\d+)(?:px|r?em|%|v[whib]|[dsl]v[wh]|vmin|vmax|ch|ex|lh|pt|cq[wh]))$/;
const CALCULATION = /^(?:calc|min|max|clamp)\([\d\s.,+\-*/()a-z%]+\)$/;
const FUNCTIONS = /[a-z]+(?=\()/g;

/** A size: numbers are pixels, strings are CSS lengths. */
export function cssSize(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}px` : undefined;
  return typeof value === 'string' ? cssLength(value) : undefined;
}

/** A distance: numbers are steps of the spacing scale, strings are CSS lengths. */
export function cssSpace(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `calc(var(--ck-space-1) * ${value})` : undefined;
  }
  return typeof value === 'string' ? cssLength(value) : undefined;
}

function cssLength(value: string): string | undefined {
  const length = value.trim().toLowerCase();
  if (LENGTH.test(length)) return length;
  if (!CALCULATION.test(length)) return undefined;
  const functions = length.match(FUNCTIONS) ?? [];
  return functions.every((name) => /^(?:calc|min|max|clamp)$/.test(name)) ? length : undefined;
}

export interface Sides {
  top?: string;
  right?: string;
  bottom?: string;
  left?: string;
}

const SIDES = ['top', 'right', 'bottom', 'left'] as const;

/** The four sides of a padding or margin given as a number, as CSS, or by side and axis. */
export function cssSides(value: unknown): Sides {
  if (typeof value === 'string' && /\s/.test(value.trim()) && !value.includes('(')) {
    return shorthand(value.trim().split(/\s+/));
  }
  if (!isRecord(value)) return everySide(cssSpace(value));
  return bySide((side, axis) => cssSpace(value[side]) ?? cssSpace(value[axis]));
}

function shorthand(parts: readonly string[]): Sides {
  const [top, right = top, bottom = top, left = right] = parts.map(cssSpace);
  return bySide((side) => ({ top, right, bottom, left })[side]);
}

function everySide(length: string | undefined): Sides {
  return bySide(() => length);
}

/** Collects what a reader finds for each side, leaving out sides without a value. */
export function bySide(
  read: (side: (typeof SIDES)[number], axis: 'x' | 'y') => string | undefined,
): Sides {
  const sides: Sides = {};
  for (const side of SIDES) {
    const length = read(side, side === 'left' || side === 'right' ? 'x' : 'y');
    if (length !== undefined) sides[side] = length;
  }
  return sides;
}

export function cssRatio(value: unknown): string | undefined {
  if (typeof value === 'number') return value > 0 ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  return /^\s*\d+(?:\.\d+)?\s*(?:\/\s*\d+(?:\.\d+)?\s*)?$|^auto$/.test(value)
    ? value.trim()
    : undefined;
}

export function cssFlex(value: unknown): string | undefined {
  if (typeof value === 'number')
    return Number.isFinite(value) && value >= 0 ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const parts = value.trim().split(/\s+/);
  const isFlex =
    parts.length <= 3 && parts.every((part) => /^\d+(?:\.\d+)?$/.test(part) || cssLength(part));
  return isFlex ? parts.join(' ') : undefined;
}

const RADII: Readonly<Record<string, string>> = {
  none: '0',
  '2xs': '2px',
  xs: '4px',
  sm: '6px',
  md: '8px',
  lg: '10px',
  xl: '12px',
  '2xl': '16px',
  '3xl': '20px',
  '4xl': '24px',
  full: '9999px',
  '100%': '100%',
};

export function cssRadius(value: unknown): string | undefined {
  return typeof value === 'string' && Object.hasOwn(RADII, value) ? RADII[value] : undefined;
}
