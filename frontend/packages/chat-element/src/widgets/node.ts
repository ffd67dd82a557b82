import type { WidgetAction } from './host.js';

/**
 * A component as it came over the wire. Servers may send anything, so every property is read through
 * the functions below, which answer `undefined` for what does not fit.
 */
export interface WidgetNode extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

export function isNode(value: unknown): value is WidgetNode {
  return isRecord(value) && typeof value.type === 'string';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The children of a node, whether it holds a list, a single child or none. */
export function childrenOf(node: WidgetNode): readonly WidgetNode[] {
  const children = node.children;
  if (Array.isArray(children)) return children.filter(isNode);
  return isNode(children) ? [children] : [];
}

export function text(node: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = node[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function flag(node: Readonly<Record<string, unknown>>, name: string): boolean {
  return node[name] === true;
}

export function number(node: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = node[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function oneOf<const Value extends string>(
  node: Readonly<Record<string, unknown>>,
  name: string,
  values: readonly Value[],
): Value | undefined {
  return values.find((value) => value === node[name]);
}

export function action(
  node: Readonly<Record<string, unknown>>,
  name: string,
): WidgetAction | undefined {
  const value = node[name];
  if (!isRecord(value) || typeof value.type !== 'string') return undefined;
  const loadingBehavior = text(value, 'loadingBehavior');
  return {
    type: value.type,
    payload: value.payload,
    handler: value.handler === 'client' ? 'client' : 'server',
    streaming: value.streaming !== false && value.streaming !== 'false',
    ...(loadingBehavior === undefined ? {} : { loadingBehavior }),
  };
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly isDisabled: boolean;
}

export function choices(node: WidgetNode): readonly Choice[] {
  const options = node.options;
  if (!Array.isArray(options)) return [];
  return options.filter(isRecord).flatMap((option) => {
    const value = text(option, 'value');
    if (value === undefined) return [];
    return {
      value,
      label: text(option, 'label') ?? value,
      description: text(option, 'description'),
      isDisabled: flag(option, 'disabled'),
    };
  });
}

/** Keys that keep a component's state when the widget is sent again: `key`, else `id`, else place. */
export function childKeys(nodes: readonly WidgetNode[]): readonly string[] {
  const seen = new Set<string>();
  return nodes.map((node, index) => {
    const name = text(node, 'key') ?? text(node, 'id');
    const key = name === undefined || seen.has(name) ? `#${index}` : `=${name}`;
    if (name !== undefined) seen.add(name);
    return key;
  });
}
