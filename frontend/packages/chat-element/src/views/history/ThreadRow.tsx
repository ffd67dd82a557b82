import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ThreadMetadata } from '../../core/protocol/threads.js';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { Menu, MenuItem } from '../shared/Menu.js';
import { DeleteDialog, RenameDialog } from './ThreadDialogs.js';

export function ThreadRow({ thread }: { thread: ThreadMetadata }): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const isCurrent = chat.conversation.value.threadId === thread.id;
  const title = thread.title || strings.newThread;
  return (
    <li class="ck-thread">
      <button
        type="button"
        class="ck-thread-open"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => {
          chat.setHistoryOpen(false);
          void chat.open(thread.id);
        }}
      >
        <bdi>{title}</bdi>
      </button>
      <ThreadMenu thread={thread} title={title} />
    </li>
  );
}

function ThreadMenu({
  thread,
  title,
}: {
  thread: ThreadMetadata;
  title: string;
}): JSX.Element | null {
  const { showRename, showDelete } = useChat().currentOptions.value.history;
  const strings = useStrings();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<'menu' | 'rename' | 'delete' | null>(null);
  const close = () => {
    setOpen(null);
    button.current?.focus();
  };
  if (!showRename && !showDelete) return null;
  return (
    <>
      <IconButton
        buttonRef={button}
        icon="ui:more"
        label={strings.threadActions(title)}
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        onClick={() => setOpen(open ? null : 'menu')}
      />
      {open === 'menu' && (
        <Menu
          anchor={button}
          label={strings.threadActions(title)}
          placement="bottom-end"
          onClose={() => setOpen(null)}
        >
          {showRename && (
            <MenuItem icon="ui:edit" label={strings.rename} onSelect={() => setOpen('rename')} />
          )}
          {showDelete && (
            <MenuItem
              icon="ui:trash"
              label={strings.delete}
              isDanger
              onSelect={() => setOpen('delete')}
            />
          )}
        </Menu>
      )}
      {open === 'rename' && <RenameDialog thread={thread} onClose={close} />}
      {open === 'delete' && <DeleteDialog thread={thread} onClose={close} />}
    </>
  );
}
