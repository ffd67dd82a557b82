import type { ColorScheme } from '@openai/chatkit';
import type { CSSProperties } from 'react';

/** The theme by which the official element comes closest to the page. */
export function chatTheme(colorScheme: ColorScheme) {
  return {
    colorScheme,
    radius: 'soft' as const,
    density: 'normal' as const,
    color: {
      grayscale: { hue: 250, tint: 2 as const },
      accent: { primary: colorScheme === 'dark' ? '#5a62e4' : '#4b53d6', level: 1 as const },
    },
    typography: {
      baseSize: 15 as const,
      fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    },
  };
}

/** Our element takes the page's own tokens, and so changes with them. */
export const CHAT_STYLE = {
  '--ck-bg': 'var(--surface)',
  '--ck-bg-raised': 'var(--surface)',
  '--ck-bg-sunken': 'var(--sunken)',
  '--ck-fg': 'var(--ink)',
  '--ck-fg-muted': 'var(--ink-soft)',
  '--ck-fg-subtle': 'var(--ink-faint)',
  '--ck-border': 'var(--line)',
  '--ck-border-strong': 'var(--line-strong)',
  '--ck-accent': 'var(--accent)',
  '--ck-accent-fg': 'var(--accent-ink)',
  '--ck-accent-text': 'var(--accent-text)',
  '--ck-accent-soft': 'var(--accent-soft)',
  '--ck-focus': 'var(--accent-text)',
} as CSSProperties;
