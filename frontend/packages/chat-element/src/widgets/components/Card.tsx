import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { FormContext } from '../form/context.js';
import { useAction } from '../form/use-action.js';
import type { WidgetAction } from '../host.js';
import { action, flag, isRecord, oneOf, text, type WidgetNode } from '../node.js';
import { useRuntime } from '../runtime.js';
import { borderStyle, defined, type Style } from '../style/box.js';
import { cssColor } from '../style/colors.js';
import { cssSides } from '../style/values.js';
import { Children } from './Children.js';
import { ActionForm } from './Form.js';
import { StatusHeader } from './StatusHeader.js';
import type { NodeProps } from './types.js';

export function Card({ node }: NodeProps): JSX.Element {
  const { scheme, strings } = useRuntime();
  const bodyId = useId();
  const isCollapsed = flag(node, 'collapsed');
  const [isUnfolded, setUnfolded] = useState(false);
  const size = oneOf(node, 'size', ['sm', 'md', 'lg', 'full']) ?? 'md';
  const style: Style = {
    ...borderStyle(node.border, scheme),
    ...defined({ background: cssColor(node.background, 'surface', scheme) }),
  };
  const disclosure = isCollapsed
    ? {
        bodyId,
        isOpen: isUnfolded,
        fallback: strings.details,
        onToggle: () => setUnfolded(!isUnfolded),
      }
    : undefined;
  return (
    <div class={`ck-w-card ck-w-card-${size}`} style={style}>
      <StatusHeader status={node.status} disclosure={disclosure} />
      <div id={bodyId} hidden={isCollapsed && !isUnfolded}>
        <CardBody node={node} />
      </div>
    </div>
  );
}

function CardBody({ node }: NodeProps): JSX.Element {
  const confirm = cardAction(node, 'confirm');
  const cancel = cardAction(node, 'cancel');
  const isForm = flag(node, 'asForm');
  const sides = cssSides(node.padding);
  const style = defined({
    paddingTop: sides.top,
    paddingRight: sides.right,
    paddingBottom: sides.bottom,
    paddingLeft: sides.left,
    '--ck-card-inset': sides.left,
  });
  const body = (
    <>
      <div class="ck-w-card-body" style={style}>
        <Children node={node} />
      </div>
      {(confirm || cancel) && (
        <div class="ck-w-card-footer">
          {cancel && <FooterButton {...cancel} kind="cancel" />}
          {confirm && <FooterButton {...confirm} kind={isForm ? 'submit' : 'confirm'} />}
        </div>
      )}
    </>
  );
  return isForm ? <ActionForm action={confirm?.action}>{body}</ActionForm> : body;
}

interface CardAction {
  readonly label: string;
  readonly action: WidgetAction;
}

function cardAction(node: WidgetNode, name: 'confirm' | 'cancel'): CardAction | null {
  const value = node[name];
  if (!isRecord(value)) return null;
  const config = action(value, 'action');
  const label = text(value, 'label');
  return config && label ? { label, action: config } : null;
}

function FooterButton(props: CardAction & { kind: 'cancel' | 'confirm' | 'submit' }): JSX.Element {
  const { label, kind } = props;
  const color =
    kind === 'cancel' ? 'ck-w-ghost ck-w-color-secondary' : 'ck-w-solid ck-w-color-primary';
  const name = `ck-w-button ${color} ck-w-size-lg`;
  return kind === 'submit' ? (
    <button type="submit" class={name}>
      {label}
    </button>
  ) : (
    // Cancelling sends no fields, and confirming sends them only as a form.
    <FormContext.Provider value={null}>
      <PressButton {...props} class={name} />
    </FormContext.Provider>
  );
}

function PressButton({ label, action, class: name }: CardAction & { class: string }): JSX.Element {
  const { run } = useAction(action, 'container');
  return (
    <button type="button" class={name} onClick={() => void run()}>
      {label}
    </button>
  );
}
