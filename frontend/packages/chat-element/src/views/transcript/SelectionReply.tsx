import type { JSX, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { useChat, useStrings } from '../shared/context.js';

interface Selected {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

/** Offers to reply to what has been selected in the transcript. */
export function SelectionReply({
  scroller,
}: {
  scroller: RefObject<HTMLElement | null>;
}): JSX.Element | null {
  const chat = useChat();
  const strings = useStrings();
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => setSelected(readSelection(element));
    const clear = () => setSelected(null);
    document.addEventListener('selectionchange', read);
    element.addEventListener('scroll', clear, { passive: true });
    return () => {
      document.removeEventListener('selectionchange', read);
      element.removeEventListener('scroll', clear);
    };
  }, [scroller]);
  if (!selected) return null;
  return (
    <button
      type="button"
      class="ck-selection-reply"
      style={{ left: `${selected.left}px`, top: `${selected.top}px` }}
      // Pressing must not end the selection before the click has come.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => {
        chat.composer.setQuote(selected.text);
        chat.composer.requestFocus();
        setSelected(null);
      }}
    >
      <Icon name="ui:quote" size={14} />
      {strings.reply}
    </button>
  );
}

function readSelection(scroller: HTMLElement): Selected | null {
  const root = scroller.getRootNode();
  const selection = selectionIn(root);
  const text = selection?.toString().trim();
  if (!selection || !text || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!scroller.contains(range.commonAncestorContainer)) return null;
  const box = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  return {
    text,
    left: Math.min(Math.max(box.left + box.width / 2 - frame.left, 48), frame.width - 48),
    top: Math.max(box.top - frame.top, 40),
  };
}

/** Chromium tells of selections in a shadow root by the root itself, others by the document. */
function selectionIn(root: Node): Selection | null {
  const own = (root as { getSelection?: () => Selection | null }).getSelection;
  return own ? own.call(root) : document.getSelection();
}
