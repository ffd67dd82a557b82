import { Component, type JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { childKeys, childrenOf, type WidgetNode } from '../node.js';
import { RuntimeContext, useRuntime } from '../runtime.js';
import { COMPONENTS } from './registry.js';
import type { NodeProps } from './types.js';

/** Draws the children of a node. */
export function Children({ node }: NodeProps): JSX.Element {
  return <Nodes nodes={childrenOf(node)} />;
}

/** Draws nodes in their order; types that nobody knows are skipped. */
export function Nodes({ nodes }: { nodes: readonly WidgetNode[] }): JSX.Element {
  const keys = childKeys(nodes);
  return (
    <>
      {nodes.map((node, index) => (
        <Guard key={keys[index] ?? index} node={node} />
      ))}
    </>
  );
}

/** Keeps a component that fails on odd data from taking the whole widget with it. */
class Guard extends Component<NodeProps, { failed: WidgetNode | null }> {
  static override contextType = RuntimeContext;

  override state = { failed: null };

  override componentDidCatch(): void {
    this.setState({ failed: this.props.node });
    this.context?.host.onWarning?.(
      `A ${this.props.node.type} could not be drawn and was left out.`,
    );
  }

  override render({ node }: NodeProps): JSX.Element | null {
    if (this.state.failed === node) return null;
    return <KnownNode node={node} />;
  }
}

function KnownNode({ node }: NodeProps): JSX.Element | null {
  const { host } = useRuntime();
  if (Object.hasOwn(COMPONENTS, node.type)) {
    const Known = COMPONENTS[node.type as keyof typeof COMPONENTS];
    return <Known node={node} />;
  }
  const draw =
    host.renderers && Object.hasOwn(host.renderers, node.type)
      ? host.renderers[node.type]
      : undefined;
  return draw ? <CustomNode node={node} draw={draw} /> : null;
}

type Renderer = (node: WidgetNode) => Element | null;

/** Puts in the element that the page makes for a component type of its own. */
function CustomNode({ node, draw }: { node: WidgetNode; draw: Renderer }): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const element = useMemo(() => draw(node), [node, draw]);
  useLayoutEffect(() => {
    holder.current?.replaceChildren(...(element ? [element] : []));
  }, [element]);
  return <div ref={holder} class="ck-w-custom" />;
}
