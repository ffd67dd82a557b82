import type { JSX } from 'preact';
import { flag, number, oneOf } from '../node.js';
import { useRuntime } from '../runtime.js';
import { boxStyle, defined } from '../style/box.js';
import { cssColor } from '../style/colors.js';
import { cssSize, cssSpace } from '../style/values.js';
import { Children } from './Children.js';
import type { NodeProps } from './types.js';

export function Box({ node }: NodeProps): JSX.Element {
  const direction = oneOf(node, 'direction', ['row', 'col']) ?? 'col';
  return <Flow node={node} direction={direction} />;
}

export function Row({ node }: NodeProps): JSX.Element {
  return <Flow node={node} direction="row" />;
}

export function Col({ node }: NodeProps): JSX.Element {
  return <Flow node={node} direction="col" />;
}

function Flow({ node, direction }: NodeProps & { direction: 'row' | 'col' }): JSX.Element {
  const { scheme } = useRuntime();
  return (
    <div class={`ck-w-${direction}`} style={boxStyle(node, scheme)}>
      <Children node={node} />
    </div>
  );
}

export function Spacer({ node }: NodeProps): JSX.Element {
  return <div class="ck-w-spacer" style={defined({ flexBasis: cssSpace(node.minSize) })} />;
}

export function Divider({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const size = number(node, 'size');
  const style = defined({
    '--ck-divider-color': cssColor(node.color, 'border', scheme),
    '--ck-divider-size': size === undefined ? cssSize(node.size) : `${Math.max(0, size)}px`,
    '--ck-divider-space': cssSpace(node.spacing),
  });
  return (
    <hr class={flag(node, 'flush') ? 'ck-w-divider ck-w-flush' : 'ck-w-divider'} style={style} />
  );
}
