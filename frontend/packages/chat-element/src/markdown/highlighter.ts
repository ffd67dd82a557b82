import { common, createLowlight } from 'lowlight';

/** A piece of highlighted code: text, or text in a class of the highlighter. */
export type HighlightNode =
  | string
  | { readonly className: string; readonly children: readonly HighlightNode[] };

type HastNode = ReturnType<typeof lowlight.highlight>['children'][number];

const lowlight = createLowlight(common);
lowlight.registerAlias({
  javascript: ['mjs', 'cjs'],
  typescript: ['mts', 'cts'],
  bash: ['zsh', 'console'],
});

/** Returns `null` for a language the highlighter does not know. */
export function highlight(code: string, language: string): readonly HighlightNode[] | null {
  const name = language.toLowerCase();
  if (!lowlight.registered(name)) return null;
  return lowlight.highlight(name, code).children.flatMap(convert);
}

function convert(node: HastNode): HighlightNode[] {
  if (node.type === 'text') return [node.value];
  if (node.type !== 'element') return [];
  const classes = node.properties.className;
  const className = Array.isArray(classes) ? classes.join(' ') : '';
  return [{ className, children: node.children.flatMap(convert) }];
}
