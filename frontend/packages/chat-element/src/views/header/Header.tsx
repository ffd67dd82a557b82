import type { JSX } from 'preact';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';

/** The bar on top: the page's own buttons, the title, a new chat and the history. */
export function Header(): JSX.Element | null {
  const chat = useChat();
  const strings = useStrings();
  const { header, history } = chat.currentOptions.value;
  const { threadId, state } = chat.conversation.value;
  const isNew = threadId === null && state.value.thread === null;
  const hasContent =
    header.title.enabled || history.enabled || header.leftAction || header.rightAction;
  if (!header.enabled || !hasContent) return null;
  return (
    <header class="ck-header" part="header">
      {header.leftAction && <ActionButton {...header.leftAction} />}
      {header.title.enabled ? <Title text={header.title.text} /> : <div class="ck-title" />}
      {history.enabled && !isNew && (
        <IconButton
          icon="ui:new-chat"
          label={strings.newChat}
          onClick={() => {
            void chat.open(null);
            chat.composer.requestFocus();
          }}
        />
      )}
      {history.enabled && (
        <IconButton
          icon="ui:history"
          label={strings.history}
          aria-haspopup="dialog"
          onClick={() => chat.setHistoryOpen(true)}
        />
      )}
      {header.rightAction && <ActionButton {...header.rightAction} />}
    </header>
  );
}

function Title({ text }: { text: string | null }): JSX.Element {
  const { state } = useChat().conversation.value;
  const strings = useStrings();
  return (
    <h2 class="ck-title" dir="auto">
      {text ?? state.value.thread?.title ?? strings.newThread}
    </h2>
  );
}

/** The icon's name is all there is to name the button by. */
function ActionButton({ icon, onClick }: { icon: string; onClick: () => void }): JSX.Element {
  return <IconButton icon={icon} label={icon.replaceAll('-', ' ')} onClick={() => onClick()} />;
}
