import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { useChat, useStrings } from '../shared/context.js';
import { Menu, MenuItem } from '../shared/Menu.js';

/** Which model answers. */
export function ModelPicker(): JSX.Element | null {
  const { composer, currentOptions } = useChat();
  const strings = useStrings();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { models } = currentOptions.value.composer;
  const selected = models.find((model) => model.id === composer.modelId.value);
  if (models.length === 0) return null;
  return (
    <>
      <button
        ref={button}
        type="button"
        class="ck-model"
        part="model-picker"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span class="ck-hidden">{strings.model}: </span>
        <span>{selected?.label ?? strings.model}</span>
        <Icon name="ui:chevron-down" size={14} />
      </button>
      {isOpen && (
        <Menu
          anchor={button}
          label={strings.model}
          placement="top-end"
          onClose={() => setOpen(false)}
        >
          {models.map((model) => (
            <MenuItem
              key={model.id}
              label={model.label}
              description={model.description}
              isChecked={model.id === selected?.id}
              isDisabled={model.disabled}
              onSelect={() => {
                composer.selectModel(model.id);
                setOpen(false);
                button.current?.focus();
              }}
            />
          ))}
        </Menu>
      )}
    </>
  );
}
