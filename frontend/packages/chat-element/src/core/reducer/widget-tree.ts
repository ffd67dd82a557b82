import type { ItemUpdate } from '../protocol/events.js';
import type { WidgetNode } from '../protocol/widgets.js';

/** Applies an update to a widget; nodes off the changed path keep their identity. */
export function updateWidget(root: WidgetNode, update: ItemUpdate): WidgetNode {
  switch (update.type) {
    case 'widget.root.updated':
      return update.widget;
    case 'widget.component.updated':
      return changeNode(root, update.component_id, () => update.component);
    case 'widget.streaming_text.value_delta':
      return changeNode(root, update.component_id, (node) => ({
        ...node,
        value: `${typeof node.value === 'string' ? node.value : ''}${update.delta}`,
        streaming: !update.done,
      }));
    default:
      return root;
  }
}

/** Changes the first node with this id, wherever in the tree it is. */
function changeNode(
  node: WidgetNode,
  id: string,
  change: (node: WidgetNode) => WidgetNode,
): WidgetNode {
  if (node.id === id) return change(node);
  const { children } = node;
  if (!children) return node;
  if (!isList(children)) {
    const changed = changeNode(children, id, change);
    return changed === children ? node : { ...node, children: changed };
  }
  for (const [index, child] of children.entries()) {
    const changed = changeNode(child, id, change);
    if (changed !== child) return { ...node, children: children.with(index, changed) };
  }
  return node;
}

/** `Array.isArray` does not narrow lists that are read-only. */
function isList(children: readonly WidgetNode[] | WidgetNode): children is readonly WidgetNode[] {
  return Array.isArray(children);
}
