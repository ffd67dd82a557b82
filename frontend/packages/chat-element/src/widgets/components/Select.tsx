import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { labelIdOf, useFieldIdentity } from '../form/Field.js';
import { useAction } from '../form/use-action.js';
import { useChoice } from '../form/use-choice.js';
import { action, choices, flag, oneOf, text, type WidgetNode } from '../node.js';
import { Popover } from '../Popover.js';
import { useRuntime } from '../runtime.js';
import { controlSizeClass } from './Button.js';
import { Listbox } from './Listbox.js';
import type { NodeProps } from './types.js';

/** Long lists can be searched unless the server says otherwise. */
const SEARCHABLE_FROM = 15;

export function Select({ node }: NodeProps): JSX.Element {
  const { strings } = useRuntime();
  const name = text(node, 'name') ?? '';
  const options = choices(node);
  const [value, setValue] = useChoice(text(node, 'defaultValue') ?? null);
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const { isLoading, run } = useAction(action(node, 'onChangeAction'), 'none');
  const placeholder = text(node, 'placeholder') ?? strings.choose;
  const identity = useFieldIdentity(name, placeholder);
  const selected = options.find((option) => option.value === value);

  const choose = (chosen: string | null) => {
    setOpen(false);
    trigger.current?.focus();
    if (chosen === value) return;
    setValue(chosen);
    void run([[name, chosen]]);
  };
  return (
    <Picker
      node={node}
      value={value}
      trigger={trigger}
      isOpen={isOpen}
      isBusy={isLoading}
      popup="listbox"
      onToggle={() => setOpen(!isOpen)}
      onClear={() => choose(null)}
      label={selected?.label ?? null}
      placeholder={placeholder}
      identity={identity}
      icon="ui:chevron-down"
    >
      {isOpen && (
        <Popover
          anchor={trigger}
          placement="bottom-start"
          matchesAnchor={true}
          onClose={() => setOpen(false)}
        >
          <Listbox
            options={options}
            value={value}
            label={placeholder}
            isSearchable={searchable(node, options.length)}
            onChoose={choose}
          />
        </Popover>
      )}
    </Picker>
  );
}

function searchable(node: WidgetNode, count: number): boolean {
  return typeof node.searchable === 'boolean' ? node.searchable : count > SEARCHABLE_FROM;
}

export interface PickerProps {
  readonly node: WidgetNode;
  readonly value: string | null;
  readonly label: string | null;
  readonly placeholder: string;
  readonly identity: { readonly id: string; readonly 'aria-label'?: string };
  readonly trigger: { current: HTMLButtonElement | null };
  readonly popup: 'listbox' | 'dialog';
  readonly icon: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onToggle: () => void;
  readonly onClear: () => void;
  readonly children: JSX.Element | false;
}

/** The closed form of a control that opens a popover: its button, its value, and a way to clear it. */
export function Picker(props: PickerProps): JSX.Element {
  const { node, value, label, identity } = props;
  const { strings } = useRuntime();
  const variant = oneOf(node, 'variant', ['solid', 'soft', 'outline', 'ghost']) ?? 'outline';
  const names = ['ck-w-picker', flag(node, 'block') && 'ck-w-block'];
  const isDisabled = flag(node, 'disabled');
  const canClear = flag(node, 'clearable') && value !== null && !isDisabled;
  const name = identity['aria-label'];
  const valueId = `${identity.id}-value`;
  const shape = `${controlSizeClass(node)} ${flag(node, 'pill') ? 'ck-w-pill' : ''}`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (props.isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    props.onToggle();
  };
  return (
    <span class={names.filter(Boolean).join(' ')}>
      <button
        ref={props.trigger}
        type="button"
        id={identity.id}
        class={`ck-w-button ck-w-picker-button ck-w-${variant} ck-w-color-secondary ${shape}`}
        aria-haspopup={props.popup}
        aria-expanded={props.isOpen}
        aria-busy={props.isBusy}
        aria-label={name === undefined || label === null ? name : `${name}: ${label}`}
        // A label takes the place of the button's words, and with them of its value.
        aria-labelledby={name === undefined ? `${labelIdOf(identity.id)} ${valueId}` : undefined}
        disabled={isDisabled}
        onClick={props.onToggle}
        onKeyDown={onKeyDown}
      >
        <span
          id={valueId}
          class={label === null ? 'ck-w-picker-label ck-w-placeholder' : 'ck-w-picker-label'}
          dir="auto"
        >
          {label ?? props.placeholder}
        </span>
        {canClear ? <span class="ck-w-clear-space" /> : null}
        <Icon name={props.icon} size={16} />
      </button>
      {canClear && (
        <button type="button" class="ck-w-clear" aria-label={strings.clear} onClick={props.onClear}>
          <Icon name="ui:close" size={14} />
        </button>
      )}
      <input
        type="hidden"
        data-field={text(node, 'name') ?? ''}
        data-nullable=""
        value={value ?? ''}
        disabled={isDisabled}
      />
      {props.children}
    </span>
  );
}
