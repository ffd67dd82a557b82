import type { JSX, TargetedEvent } from 'preact';
import { useId } from 'preact/hooks';
import { Field, labelIdOf, useFieldErrors, useFieldIdentity } from '../form/Field.js';
import { useAction } from '../form/use-action.js';
import { useChoice } from '../form/use-choice.js';
import { action, choices, flag, oneOf, text } from '../node.js';
import type { NodeProps } from './types.js';

export function Checkbox({ node }: NodeProps): JSX.Element {
  const name = text(node, 'name') ?? '';
  const label = text(node, 'label');
  const [isChecked, setChecked] = useChoice(flag(node, 'defaultChecked'));
  const { run } = useAction(action(node, 'onChangeAction'), 'none');
  const errors = useFieldErrors();
  const identity = useFieldIdentity(name, label);
  const change = (event: TargetedEvent<HTMLInputElement>) => {
    setChecked(event.currentTarget.checked);
    void run([[name, event.currentTarget.checked]]);
  };
  return (
    <Field errors={errors} class="ck-w-field-choice">
      <label class="ck-w-choice">
        <input
          {...errors.control}
          {...identity}
          aria-label={label ? undefined : identity['aria-label']}
          data-field={name}
          type="checkbox"
          checked={isChecked}
          required={flag(node, 'required')}
          disabled={flag(node, 'disabled')}
          onChange={change}
        />
        {label ? <span dir="auto">{label}</span> : null}
      </label>
    </Field>
  );
}

export function RadioGroup({ node }: NodeProps): JSX.Element {
  const name = text(node, 'name') ?? '';
  const [value, setValue] = useChoice(text(node, 'defaultValue') ?? null);
  const { run } = useAction(action(node, 'onChangeAction'), 'none');
  const errors = useFieldErrors();
  const identity = useFieldIdentity(name, text(node, 'ariaLabel'));
  // Groups of the same name in other widgets must not share one choice.
  const groupName = useId();
  const choose = (chosen: string) => {
    setValue(chosen);
    void run([[name, chosen]]);
  };
  const direction = oneOf(node, 'direction', ['row', 'col']) ?? 'row';
  return (
    <Field errors={errors}>
      <div
        role="radiogroup"
        id={identity.id}
        aria-label={text(node, 'ariaLabel') ?? identity['aria-label']}
        aria-labelledby={identity['aria-label'] === undefined ? labelIdOf(identity.id) : undefined}
        aria-required={flag(node, 'required')}
        class={`ck-w-choices ck-w-choices-${direction}`}
      >
        {choices(node).map((option) => (
          <label key={option.value} class="ck-w-choice">
            <input
              {...errors.control}
              data-field={name}
              type="radio"
              name={groupName}
              value={option.value}
              checked={option.value === value}
              required={flag(node, 'required')}
              disabled={flag(node, 'disabled') || option.isDisabled}
              onChange={() => choose(option.value)}
            />
            <span dir="auto">{option.label}</span>
          </label>
        ))}
      </div>
    </Field>
  );
}
