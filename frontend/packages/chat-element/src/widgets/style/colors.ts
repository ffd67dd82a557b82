import { isRecord } from '../node.js';

export type Scheme = 'light' | 'dark';
export type ColorRole = 'text' | 'surface' | 'border';

const TOKENS: Readonly<Record<ColorRole, Readonly<Record<string, string>>>> = {
  text: {
    prose: 'var(--ck-fg)',
    primary: 'var(--ck-fg)',
    emphasis: 'var(--ck-fg)',
    secondary: 'var(--ck-fg-muted)',
    tertiary: 'var(--ck-fg-subtle)',
    success: 'var(--ck-success)',
    warning: 'var(--ck-warning)',
    danger: 'var(--ck-danger)',
    info: 'var(--ck-info)',
    discovery: 'var(--ck-discovery)',
    caution: 'var(--ck-caution)',
  },
  surface: {
    surface: 'var(--ck-bg)',
    'surface-secondary': 'var(--ck-bg-sunken)',
    'surface-tertiary': 'color-mix(in oklab, var(--ck-bg-sunken) 70%, var(--ck-border))',
    'surface-elevated': 'var(--ck-bg-raised)',
    'surface-elevated-secondary': 'var(--ck-bg-sunken)',
  },
  border: {
    default: 'var(--ck-border)',
    subtle: 'color-mix(in oklab, var(--ck-border) 60%, transparent)',
    strong: 'var(--ck-border-strong)',
  },
};

/** Hue and greatest chroma of the primitives, such as `blue-500`. */
const PRIMITIVES: Readonly<Record<string, readonly [hue: number, chroma: number]>> = {
  gray: [0, 0],
  red: [27, 0.21],
  orange: [55, 0.17],
  yellow: [90, 0.16],
  green: [150, 0.17],
  blue: [255, 0.19],
  purple: [300, 0.2],
  pink: [355, 0.2],
};

/** A colour of the protocol as CSS: a token, a primitive, plain CSS, or one for each scheme. */
export function cssColor(value: unknown, role: ColorRole, scheme: Scheme): string | undefined {
  if (isRecord(value)) return cssColor(value[scheme], role, scheme);
  if (typeof value !== 'string') return undefined;
  const name = value.trim();
  if (Object.hasOwn(TOKENS[role], name)) return TOKENS[role][name];
  return primitive(name) ?? plainColor(name);
}

function primitive(name: string): string | undefined {
  const match = /^([a-z]+)-(\d{2,4})$/.exec(name);
  const step = Number(match?.[2]);
  const color =
    match?.[1] !== undefined && Object.hasOwn(PRIMITIVES, match[1])
      ? PRIMITIVES[match[1]]
      : undefined;
  if (!color || step > 1000) return undefined;
  const [hue, chroma] = color;
  // From nearly white at 0 to nearly black at 1000, most colourful in the middle.
  const lightness = 0.99 - 0.8 * (step / 1000);
  const strength = Math.sin(Math.PI * Math.min(1, Math.max(0.04, step / 1000)));
  return `oklch(${lightness.toFixed(3)} ${(chroma * strength).toFixed(3)} ${hue})`;
}

const NAMED = /^[a-z]{3,24}$/i;
const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const FUNCTION = /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([\d\s.,%/+\-a-z]*\)$/i;

function plainColor(value: string): string | undefined {
  return NAMED.test(value) || HEX.test(value) || FUNCTION.test(value) ? value : undefined;
}
