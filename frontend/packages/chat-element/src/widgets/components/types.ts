import type { ComponentType } from 'preact';
import type { WidgetNode } from '../node.js';

export interface NodeProps {
  readonly node: WidgetNode;
}

export type NodeComponent = ComponentType<NodeProps>;
