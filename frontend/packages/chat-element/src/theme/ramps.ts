import type { GrayscaleOptions } from '@openai/chatkit';

export type Scheme = 'light' | 'dark';

/** Lightness of each neutral role in OKLCH; chosen for AA contrast of text on `bg` and `sunken`. */
const NEUTRALS: Record<Scheme, Record<string, number>> = {
  light: {
    bg: 1,
    'bg-raised': 1,
    'bg-sunken': 0.967,
    border: 0.912,
    'border-strong': 0.66,
    fg: 0.23,
    'fg-muted': 0.44,
    'fg-subtle': 0.51,
  },
  dark: {
    bg: 0.205,
    'bg-raised': 0.25,
    'bg-sunken': 0.29,
    border: 0.34,
    'border-strong': 0.54,
    fg: 0.95,
    'fg-muted': 0.8,
    'fg-subtle': 0.73,
  },
};

const CHROMA_PER_TINT = 0.0035;
const LIGHTNESS_PER_SHADE = 0.012;

/** Semantic colours: hue and chroma; lightness follows the scheme. */
const SEMANTIC: Record<string, readonly [hue: number, chroma: number]> = {
  danger: [27, 0.18],
  warning: [62, 0.12],
  caution: [95, 0.1],
  success: [152, 0.12],
  info: [252, 0.15],
  discovery: [300, 0.18],
};

/** The neutral ramp: `hue` and `tint` colour it, `shade` moves the surfaces towards black or white. */
export function neutralVariables(scheme: Scheme, gray?: GrayscaleOptions): Record<string, string> {
  const hue = gray?.hue ?? 0;
  const chroma = (gray?.tint ?? 0) * CHROMA_PER_TINT;
  const shift = (gray?.shade ?? 0) * LIGHTNESS_PER_SHADE;
  const variables: Record<string, string> = {};
  for (const [role, lightness] of Object.entries(NEUTRALS[scheme])) {
    // Text keeps its lightness, so that no shade can take its contrast away.
    const moved = role.startsWith('fg') ? lightness : Math.min(1, lightness - shift);
    variables[`--ck-${role}`] = oklch(moved, lightness === 1 ? chroma / 4 : chroma, hue);
  }
  return variables;
}

/** Each semantic colour as text, on its soft tint, and as a solid with its own foreground. */
export function semanticVariables(scheme: Scheme): Record<string, string> {
  const isDark = scheme === 'dark';
  const variables: Record<string, string> = {};
  for (const [name, [hue, chroma]] of Object.entries(SEMANTIC)) {
    variables[`--ck-${name}`] = oklch(isDark ? 0.79 : 0.49, isDark ? chroma * 0.75 : chroma, hue);
    variables[`--ck-${name}-fg`] = isDark ? oklch(0.19, 0.02, hue) : oklch(1, 0, 0);
    variables[`--ck-${name}-soft`] = oklch(isDark ? 0.28 : 0.965, isDark ? 0.034 : 0.024, hue);
    variables[`--ck-${name}-border`] = oklch(isDark ? 0.42 : 0.88, isDark ? 0.08 : 0.06, hue);
  }
  return variables;
}

export function oklch(lightness: number, chroma: number, hue: number): string {
  return `oklch(${round(lightness)} ${round(chroma)} ${round(hue)})`;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
