import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Field, useFieldErrors, useFieldIdentity } from '../form/Field.js';
import { useInitialFocus } from '../form/use-initial-focus.js';
import { flag, number, text } from '../node.js';
import type { Style } from '../style/box.js';
import type { NodeProps } from './types.js';

interface EditableTextProps extends NodeProps {
  readonly options: Readonly<Record<string, unknown>>;
  readonly class: string;
  readonly style: Style;
}

/** Text that looks like text and is edited in its place; one line unless it may have more. */
export function EditableText({
  node,
  options,
  class: name,
  style,
}: EditableTextProps): JSX.Element {
  const field = text(options, 'name') ?? '';
  const placeholder = text(options, 'placeholder');
  const control = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const errors = useFieldErrors();
  const identity = useFieldIdentity(field, placeholder);
  useInitialFocus(control, options);
  const isLong = (number(node, 'minLines') ?? 1) > 1 || (number(node, 'maxLines') ?? 1) > 1;
  const Control = isLong ? 'textarea' : 'input';
  return (
    <Field errors={errors}>
      <Control
        {...errors.control}
        {...identity}
        ref={control}
        data-field={field}
        class={`ck-w-editable ${name}`}
        style={style}
        dir="auto"
        defaultValue={text(node, 'value') ?? ''}
        placeholder={placeholder}
        required={flag(options, 'required')}
        pattern={isLong ? undefined : text(options, 'pattern')}
        autoComplete={text(options, 'autoComplete') ?? 'off'}
      />
    </Field>
  );
}
