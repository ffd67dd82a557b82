import type { JSX } from 'preact';
import { oneOf } from '../node.js';
import { useRuntime } from '../runtime.js';
import { boxStyle } from '../style/box.js';
import { Children } from './Children.js';
import type { NodeProps } from './types.js';

/** A root without a frame. */
export function Basic({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const direction = oneOf(node, 'direction', ['row', 'col']) ?? 'col';
  return (
    <div class={`ck-w-basic ck-w-${direction}`} style={boxStyle(node, scheme)}>
      <Children node={node} />
    </div>
  );
}
