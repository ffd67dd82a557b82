import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { FormContext } from '../form/context.js';
import { useAction } from '../form/use-action.js';
import { action, flag, oneOf, text, type WidgetNode } from '../node.js';
import { useRuntime } from '../runtime.js';
import type { NodeProps } from './types.js';

const COLORS = [
  'primary',
  'secondary',
  'info',
  'discovery',
  'success',
  'caution',
  'warning',
  'danger',
] as const;
const ICON_SIZES = { sm: 14, md: 16, lg: 18, xl: 20, '2xl': 24 } as const;

export function Button({ node }: NodeProps): JSX.Element {
  const { strings } = useRuntime();
  const form = useContext(FormContext);
  const onClick = action(node, 'onClickAction');
  const { isLoading, run } = useAction(onClick, 'self');
  const submits = flag(node, 'submit') && form !== null;
  const label = text(node, 'label');
  const start = text(node, 'iconStart');
  const end = text(node, 'iconEnd');
  const iconSize = ICON_SIZES[oneOf(node, 'iconSize', ['sm', 'md', 'lg', 'xl', '2xl']) ?? 'md'];

  const press = () => {
    // An invalid form shows its messages through the submission; the action waits for a valid one.
    if (submits && !form.current?.checkValidity()) return;
    void run();
  };
  // A square has room for its icon alone; the label then is for screen readers and pointers.
  const isBare = flag(node, 'uniform') && Boolean(start ?? end);
  return (
    <button
      type={submits ? 'submit' : 'button'}
      title={isBare ? label : undefined}
      class={buttonClass(node)}
      disabled={flag(node, 'disabled')}
      aria-busy={isLoading}
      aria-disabled={isLoading || undefined}
      aria-label={label && !isBare ? undefined : (label ?? readableName(start ?? end))}
      onClick={press}
    >
      <span class="ck-w-button-content">
        {start ? <Icon name={start} size={iconSize} /> : null}
        {label && !isBare ? <span class="ck-w-button-label">{label}</span> : null}
        {end ? <Icon name={end} size={iconSize} /> : null}
      </span>
      {isLoading ? <Icon name="ui:spinner" size={iconSize} label={strings.working} /> : null}
    </button>
  );
}

function buttonClass(node: WidgetNode): string {
  const style = oneOf(node, 'style', ['primary', 'secondary']);
  const color = oneOf(node, 'color', COLORS) ?? style ?? 'secondary';
  const fallback = style === 'primary' || color !== 'secondary' ? 'solid' : 'outline';
  const variant = oneOf(node, 'variant', ['solid', 'soft', 'outline', 'ghost']) ?? fallback;
  const names = [
    'ck-w-button',
    `ck-w-${variant}`,
    `ck-w-color-${color}`,
    controlSizeClass(node),
    flag(node, 'pill') && 'ck-w-pill',
    (flag(node, 'uniform') || !text(node, 'label')) && 'ck-w-uniform',
    flag(node, 'block') && 'ck-w-block',
  ];
  return names.filter(Boolean).join(' ');
}

const CONTROL_SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;

export function controlSizeClass(node: WidgetNode): string {
  return `ck-w-size-${oneOf(node, 'size', CONTROL_SIZES) ?? 'lg'}`;
}

/** A button without words is named after its icon. */
function readableName(icon: string | undefined): string | undefined {
  return icon?.replace(/^\w+:/, '').replaceAll('-', ' ');
}
