import type { JSX } from 'preact';
import { labelIdOf } from '../form/Field.js';
import { flag, isRecord, number, oneOf, text } from '../node.js';
import { useRuntime } from '../runtime.js';
import { defined } from '../style/box.js';
import { clampClass, textStyle } from '../style/text.js';
import { cssSize } from '../style/values.js';
import { EditableText } from './EditableText.js';
import type { NodeProps } from './types.js';

const TEXT_SIZES = ['xs', 'sm', 'md', 'lg', 'xl'] as const;

export function Text({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const size = oneOf(node, 'size', TEXT_SIZES) ?? 'md';
  const lines = number(node, 'minLines');
  const names = [
    'ck-w-text',
    `ck-w-text-${size}`,
    flag(node, 'italic') && 'ck-w-italic',
    flag(node, 'lineThrough') && 'ck-w-struck',
    clampClass(node),
  ];
  const name = names.filter(Boolean).join(' ');
  const style = {
    ...textStyle(node, scheme),
    ...defined({
      width: cssSize(node.width),
      minHeight: lines === undefined ? undefined : `${lines}lh`,
    }),
  };
  const editable = node.editable;
  if (isRecord(editable) && text(editable, 'name')) {
    return <EditableText node={node} options={editable} class={name} style={style} />;
  }
  return (
    <p class={name} style={style} dir="auto">
      {text(node, 'value')}
    </p>
  );
}

const TITLE_SIZES = ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl'] as const;

export function Title({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const size = oneOf(node, 'size', TITLE_SIZES) ?? 'md';
  return (
    <h4
      class={`ck-w-title ck-w-title-${size} ${clampClass(node)}`}
      style={textStyle(node, scheme)}
      dir="auto"
    >
      {text(node, 'value')}
    </h4>
  );
}

export function Caption({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const size = oneOf(node, 'size', ['sm', 'md', 'lg']) ?? 'md';
  return (
    <p
      class={`ck-w-caption ck-w-caption-${size} ${clampClass(node)}`}
      style={textStyle(node, scheme)}
      dir="auto"
    >
      {text(node, 'value')}
    </p>
  );
}

export function Label({ node }: NodeProps): JSX.Element {
  const { scheme, fieldId } = useRuntime();
  const size = oneOf(node, 'size', TEXT_SIZES) ?? 'sm';
  const field = fieldId(text(node, 'fieldName') ?? '');
  return (
    <label
      id={labelIdOf(field)}
      class={`ck-w-label ck-w-text-${size}`}
      for={field}
      style={textStyle(node, scheme)}
    >
      {text(node, 'value')}
    </label>
  );
}
