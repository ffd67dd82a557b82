import type { ToolOption } from '@openai/chatkit';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { acceptAttribute } from '../../options/file-rules.js';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { Menu, MenuItem } from '../shared/Menu.js';

/** The button that attaches files and offers tools; it does the one thing at once if there is one. */
export function ComposerMenu(): JSX.Element | null {
  const chat = useChat();
  const strings = useStrings();
  const button = useRef<HTMLButtonElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { attachments, tools } = chat.currentOptions.value.composer;
  const listed = tools.filter((tool) => !tool.pinned);
  if (!attachments && listed.length === 0) return null;
  const pickFiles = () => files.current?.click();
  const isPlainAttach = attachments !== null && listed.length === 0;
  const close = () => setOpen(false);
  return (
    <>
      <IconButton
        buttonRef={button}
        icon={isPlainAttach ? 'ui:attach' : 'ui:plus'}
        label={isPlainAttach ? strings.attach : strings.moreOptions}
        {...(!isPlainAttach && { 'aria-haspopup': 'menu', 'aria-expanded': isOpen })}
        onClick={() => (isPlainAttach ? pickFiles() : setOpen(!isOpen))}
      />
      {attachments && (
        // Reached by the button alone: hidden from the keyboard and from screen readers.
        <input
          ref={files}
          type="file"
          multiple={attachments.maxCount > 1}
          accept={acceptAttribute(attachments.accept)}
          hidden
          onChange={({ currentTarget }) => {
            void chat.attachments.add([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      )}
      {isOpen && (
        <Menu anchor={button} label={strings.moreOptions} placement="top-start" onClose={close}>
          {attachments && (
            <MenuItem
              icon="ui:attach"
              label={strings.attach}
              onSelect={() => {
                close();
                pickFiles();
              }}
            />
          )}
          {listed.map((tool) => (
            <ToolItem key={tool.id} tool={tool} onDone={close} />
          ))}
        </Menu>
      )}
    </>
  );
}

function ToolItem({ tool, onDone }: { tool: ToolOption; onDone: () => void }): JSX.Element {
  const { composer } = useChat();
  const isChecked = composer.toolId.value === tool.id;
  return (
    <MenuItem
      icon={tool.icon}
      label={tool.label}
      isChecked={isChecked}
      onSelect={() => {
        composer.selectTool(isChecked ? null : tool.id);
        composer.requestFocus();
        onDone();
      }}
    />
  );
}

/** Tools at hand without the menu: the pinned ones, and the one in use. */
export function ToolButtons(): JSX.Element {
  const { composer, currentOptions } = useChat();
  const { tools } = currentOptions.value.composer;
  const selected = composer.toolId.value;
  const shown = tools.filter((tool) => tool.pinned || tool.id === selected);
  return (
    <>
      {shown.map((tool) => (
        <ToolButton key={tool.id} tool={tool} isSelected={tool.id === selected} />
      ))}
    </>
  );
}

function ToolButton({ tool, isSelected }: { tool: ToolOption; isSelected: boolean }): JSX.Element {
  const { composer } = useChat();
  const strings = useStrings();
  return (
    <button
      type="button"
      class="ck-tool"
      part="tool"
      aria-pressed={isSelected}
      title={isSelected ? strings.clearTool(tool.label) : tool.label}
      onClick={() => composer.selectTool(isSelected ? null : tool.id)}
    >
      <Icon name={tool.icon} size={16} />
      <span>{tool.shortLabel ?? tool.label}</span>
      {isSelected && <Icon name="ui:close" size={12} />}
    </button>
  );
}
