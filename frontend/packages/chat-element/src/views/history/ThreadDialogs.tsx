import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ThreadMetadata } from '../../core/protocol/threads.js';
import { Dialog } from '../dialog/Dialog.js';
import { TextButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';

interface ThreadDialogProps {
  readonly thread: ThreadMetadata;
  readonly onClose: () => void;
}

const LONGEST_TITLE = 200;

export function RenameDialog({ thread, onClose }: ThreadDialogProps): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const [title, setTitle] = useState(thread.title ?? '');
  const { run, error } = useChange(onClose);
  return (
    <Dialog title={strings.renameTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim()) void run(() => chat.renameThread(thread, title.trim()));
        }}
      >
        <label class="ck-labelled">
          {strings.threadTitle}
          <input
            class="ck-field"
            dir="auto"
            value={title}
            maxLength={LONGEST_TITLE}
            onInput={({ currentTarget }) => setTitle(currentTarget.value)}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        </label>
        {error}
        <footer>
          <TextButton onClick={onClose}>{strings.cancel}</TextButton>
          <TextButton variant="primary" type="submit" disabled={!title.trim()}>
            {strings.save}
          </TextButton>
        </footer>
      </form>
    </Dialog>
  );
}

export function DeleteDialog({ thread, onClose }: ThreadDialogProps): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const { run, error } = useChange(onClose);
  return (
    <Dialog title={strings.deleteTitle} onClose={onClose}>
      <p dir="auto">{strings.deleteWarning(thread.title ?? strings.newThread)}</p>
      {error}
      <footer>
        <TextButton onClick={onClose}>{strings.cancel}</TextButton>
        <TextButton variant="danger" onClick={() => void run(() => chat.deleteThread(thread))}>
          {strings.delete}
        </TextButton>
      </footer>
    </Dialog>
  );
}

/** Runs a change and closes the dialog; a failure is shown in it. */
function useChange(onClose: () => void) {
  const strings = useStrings();
  const [hasFailed, setFailed] = useState(false);
  const run = async (change: () => Promise<void>) => {
    setFailed(false);
    try {
      await change();
      onClose();
    } catch {
      setFailed(true);
    }
  };
  const error = hasFailed ? (
    <p class="ck-field-error" role="alert">
      {strings.changeFailed}
    </p>
  ) : null;
  return { run, error };
}
