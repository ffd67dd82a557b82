import type { ThemeOption } from '@openai/chatkit';
import { neutralVariables, type Scheme, semanticVariables } from './ramps.js';

/** A theme whose colour scheme has been settled. */
export type ResolvedTheme = Omit<ThemeOption, 'colorScheme'> & { readonly colorScheme: Scheme };

const SPACE_STEP = { compact: 3.25, normal: 4, spacious: 4.75 };
const RADII = {
  pill: { sm: 8, md: 14, lg: 26, full: 9999 },
  round: { sm: 6, md: 12, lg: 18, full: 9999 },
  soft: { sm: 4, md: 8, lg: 10, full: 10 },
  sharp: { sm: 0, md: 0, lg: 0, full: 0 },
};
const TEXT_SCALE = { xs: 0.75, sm: 0.875, md: 1, lg: 1.125, xl: 1.25, '2xl': 1.5, '3xl': 1.875 };
const SANS = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/**
 * The custom properties of the element. A page may override each of them on the tag itself:
 * rules of the page win over `:host`.
 */
export function themeVariables(theme: ResolvedTheme): Record<string, string> {
  return {
    ...spaceVariables(theme),
    ...radiusVariables(theme),
    ...typeVariables(theme),
    ...neutralVariables(theme.colorScheme, theme.color?.grayscale),
    ...semanticVariables(theme.colorScheme),
    ...surfaceVariables(theme),
    ...accentVariables(theme),
  };
}

/** The same as one rule for the sheet of the shadow root. */
export function themeCss(theme: ResolvedTheme): string {
  const lines = Object.entries(themeVariables(theme)).map(([name, value]) => `${name}: ${value};`);
  return `:host { color-scheme: ${theme.colorScheme}; ${lines.join(' ')} }`;
}

function spaceVariables({ density = 'normal' }: ResolvedTheme): Record<string, string> {
  const step = SPACE_STEP[density] ?? SPACE_STEP.normal;
  const steps = [1, 2, 3, 4, 5, 6, 7, 8];
  return Object.fromEntries(steps.map((n) => [`--ck-space-${n}`, `${n * step}px`]));
}

function radiusVariables({ radius = 'pill' }: ResolvedTheme): Record<string, string> {
  const radii = RADII[radius] ?? RADII.pill;
  return Object.fromEntries(
    Object.entries(radii).map(([name, px]) => [`--ck-radius-${name}`, `${px}px`]),
  );
}

function typeVariables({ typography = {} }: ResolvedTheme): Record<string, string> {
  const base = typography.baseSize ?? 16;
  const sizes = Object.entries(TEXT_SCALE).map(([name, scale]) => [
    `--ck-text-${name}`,
    `${Math.round(base * scale * 100) / 100}px`,
  ]);
  return {
    ...Object.fromEntries(sizes),
    '--ck-font': plainValue(typography.fontFamily) ?? SANS,
    '--ck-font-mono': plainValue(typography.fontFamilyMono) ?? MONO,
  };
}

function surfaceVariables({ color }: ResolvedTheme): Record<string, string> {
  const background = plainValue(color?.surface?.background);
  const foreground = plainValue(color?.surface?.foreground);
  return {
    ...(background && { '--ck-bg': background }),
    ...(foreground && { '--ck-bg-raised': foreground }),
  };
}

/** `level` says how far the accent spreads: 0 controls only, 1 bubbles, 2 soft surfaces, 3 the ground. */
function accentVariables({ color, colorScheme }: ResolvedTheme): Record<string, string> {
  const primary = plainValue(color?.accent?.primary) ?? 'var(--ck-fg)';
  const level = color?.accent?.level ?? 0;
  const readable = colorScheme === 'dark' ? 'max(l, 0.76)' : 'min(l, 0.5)';
  const tint = (percent: number, ground: string) =>
    `color-mix(in oklab, ${primary} ${percent}%, ${ground})`;
  return {
    '--ck-accent': primary,
    '--ck-accent-fg': 'oklch(from var(--ck-accent) clamp(0, (0.58 - l) * 1000, 1) 0 0)',
    '--ck-accent-text': `oklch(from var(--ck-accent) ${readable} c h)`,
    '--ck-accent-soft': tint(8 + level * 3, 'var(--ck-bg)'),
    '--ck-accent-border': tint(30, 'var(--ck-bg)'),
    '--ck-bubble': level > 0 ? tint(6 + level * 4, 'var(--ck-bg)') : 'var(--ck-bg-sunken)',
    ...(level > 1 && { '--ck-border': tint(level * 6, 'var(--ck-bg-sunken)') }),
    '--ck-focus': 'var(--ck-accent-text)',
  };
}

/** A value from the options as long as it cannot end the declaration it is put into. */
function plainValue(value: string | undefined): string | undefined {
  return value && !/[;{}]|url\(/i.test(value) ? value : undefined;
}
