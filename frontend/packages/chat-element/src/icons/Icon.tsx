import type { IconNode } from 'lucide';
import { h, type JSX } from 'preact';
import { lazyModule, useLazyModule } from '../lazy/lazy-module.js';
import type { Glyph } from './glyph.js';
import { HEADER_GLYPHS } from './header-glyphs.js';
import { UI_GLYPHS } from './ui-glyphs.js';
import { WIDGET_GLYPHS } from './widget-glyphs.js';

/** Every Lucide icon: large, so only a `lucide:` name fetches it. */
const allIcons = lazyModule(() => import('./all-icons.js'));

export interface IconProps {
  /** A name of the protocol (`calendar`), of the element (`ui:send`) or of Lucide (`lucide:rocket`). */
  readonly name: string;
  /** Side length in pixels. */
  readonly size?: number | undefined;
  /** Says what the icon means; without it the icon is decoration. */
  readonly label?: string | undefined;
}

export function Icon({ name, size = 16, label }: IconProps): JSX.Element {
  const lucideName = name.startsWith('lucide:') ? name.slice('lucide:'.length) : null;
  const library = useLazyModule(allIcons, lucideName !== null);
  const glyph = lucideName === null ? builtInGlyph(name) : lucideGlyph(library, lucideName);
  // The space is kept while the library loads, so that nothing moves when the icon appears.
  const shape = glyph === 'loading' ? [] : (glyph?.shape ?? DOT);
  const look = glyph === 'loading' ? undefined : glyph?.look;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would show as a tooltip; `label` names the icon
    <svg
      class={look === undefined ? 'ck-icon' : `ck-icon ck-icon--${look}`}
      xmlns="http://www.w3.org/2000/svg"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={look === 'filled' ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width={2}
      stroke-linecap="round"
      stroke-linejoin="round"
      focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shape.map(([tag, attributes], index) =>
        h(tag, { key: index, ...attributes, ...cutOut(look, index) } as Record<string, unknown>),
      )}
    </svg>
  );
}

const DOT: IconNode = [['circle', { cx: '12', cy: '12', r: '3', fill: 'currentColor' }]];

function builtInGlyph(name: string): Glyph | null {
  if (name.startsWith('ui:')) return own(UI_GLYPHS, name.slice('ui:'.length));
  return own(WIDGET_GLYPHS, name) ?? own(HEADER_GLYPHS, name);
}

function own(glyphs: Readonly<Record<string, Glyph>>, name: string): Glyph | null {
  return Object.hasOwn(glyphs, name) ? (glyphs[name] ?? null) : null;
}

function lucideGlyph(
  library: typeof import('./all-icons.js') | null,
  name: string,
): Glyph | 'loading' | null {
  if (library === null) return 'loading';
  const shape = library.findIcon(name);
  return shape === null ? null : { shape };
}

/** In an inverted icon the first shape is solid and the others show the surface behind it. */
function cutOut(look: Glyph['look'], index: number): Record<string, string> {
  if (look !== 'inverted') return {};
  return index === 0 ? { fill: 'currentColor' } : { stroke: 'var(--ck-bg)' };
}
