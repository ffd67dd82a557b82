import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog of the browser's own: it holds the focus and gives it back. */
export function Dialog({ title, onClose, children }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes the dialog without our doing.
    <dialog
      ref={dialog}
      class="ck-dialog"
      part="dialog"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        // The padding belongs to the content, so a click on the dialog itself is one beside it.
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="ck-dialog-content">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
