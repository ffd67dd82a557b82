import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { isSendable } from '../../core/drafts/draft.js';
import { Icon } from '../../icons/Icon.js';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { ComposerAttachments } from './ComposerAttachments.js';
import { ComposerInput } from './ComposerInput.js';
import { ComposerMenu, ToolButtons } from './ComposerMenu.js';
import { insertAt } from './insert-at.js';
import { ModelPicker } from './ModelPicker.js';
import { useFileDrop } from './useFileDrop.js';

/** Where messages are written. `lockedReason` shows why nothing can be written now. */
export function Composer({ lockedReason }: { lockedReason: string | null }): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const frame = useRef<HTMLFormElement>(null);
  const { composer } = chat;
  const options = chat.currentOptions.value;
  const isDropping = useFileDrop(frame);
  const isLocked = lockedReason !== null;
  const tool = options.composer.tools.find(({ id }) => id === composer.toolId.value);
  const placeholder =
    lockedReason ??
    tool?.placeholderOverride ??
    options.composer.placeholder ??
    strings.placeholder;
  const submit = () => {
    if (isSendable(composer.draft.peek()) && !isLocked) void chat.sendDraft();
  };
  return (
    <form
      ref={frame}
      class={`ck-composer ${isDropping ? 'ck-composer-dropping' : ''}`}
      part="composer"
      aria-disabled={isLocked || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {isDropping && <p class="ck-drop">{strings.dropFiles}</p>}
      <QuoteView />
      <ComposerAttachments />
      <ComposerInput
        frame={frame}
        placeholder={placeholder}
        isDisabled={isLocked}
        onSubmit={submit}
        onFiles={(files) => void chat.attachments.add(files)}
      />
      <fieldset class="ck-composer-bar" disabled={isLocked}>
        <ComposerMenu />
        {options.entities.showComposerMenu && options.entities.onTagSearch && <MentionButton />}
        <ToolButtons />
        <span class="ck-space" />
        <ModelPicker />
        <SendButton />
      </fieldset>
    </form>
  );
}

/** Sends, or stops the answer that is coming in. */
function SendButton(): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const conversation = chat.conversation.value;
  const activity = conversation.activity.value;
  if (activity === 'answering') {
    return (
      <IconButton
        class="ck-send"
        icon="ui:stop"
        label={strings.stop}
        disabled={!conversation.state.value.canCancel}
        onClick={() => conversation.stop()}
      />
    );
  }
  const canSend = activity === 'idle' && isSendable(chat.composer.draft.value);
  return (
    <IconButton
      class="ck-send"
      icon="ui:send"
      label={strings.send}
      type="submit"
      disabled={!canSend}
    />
  );
}

function MentionButton(): JSX.Element {
  const { composer } = useChat();
  const strings = useStrings();
  return (
    <IconButton
      icon="ui:at"
      label={strings.mention}
      onClick={() => {
        composer.setContent(insertAt(composer.draft.peek().content));
        composer.requestFocus();
      }}
    />
  );
}

function QuoteView(): JSX.Element | null {
  const { composer } = useChat();
  const strings = useStrings();
  const { quote } = composer.draft.value;
  if (!quote) return null;
  return (
    <div class="ck-composer-quote">
      <Icon name="ui:quote" size={16} label={strings.quoted} />
      <p dir="auto">{quote}</p>
      <IconButton
        icon="ui:close"
        iconSize={14}
        label={strings.removeQuote}
        onClick={() => composer.setQuote('')}
      />
    </div>
  );
}
