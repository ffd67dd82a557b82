import type { JSX } from 'preact';
import { ChatKitRequestError } from '../../core/client/errors.js';
import type { StructuredInputItem } from '../../core/protocol/items.js';
import type { Strings } from '../../i18n/strings.js';
import { Icon } from '../../icons/Icon.js';
import { Markdown } from '../../markdown/Markdown.js';
import { useChat, useStrings } from '../shared/context.js';
import { StructuredInput } from '../structured-input/StructuredInput.js';
import { Composer } from './Composer.js';

/** The foot of the chat: the composer, or what takes its place. */
export function ComposerArea(): JSX.Element {
  return (
    <div class="ck-foot">
      <SendFailure />
      <ComposerOrSubstitute />
      <Disclaimer />
    </div>
  );
}

function ComposerOrSubstitute(): JSX.Element {
  const strings = useStrings();
  const conversation = useChat().conversation.value;
  const { thread, items } = conversation.state.value;
  const status = thread?.status;
  if (status?.type === 'closed') {
    return (
      <p class="ck-closed" part="closed" dir="auto">
        <Icon name="ui:lock" size={16} />
        {status.reason ?? strings.closed}
      </p>
    );
  }
  const questions = openQuestions(items.at(-1));
  if (questions && conversation.activity.value === 'idle') {
    return <StructuredInput key={questions.id} item={questions} />;
  }
  return (
    <Composer lockedReason={status?.type === 'locked' ? (status.reason ?? strings.locked) : null} />
  );
}

/** Questions take over the composer as long as nothing has been said after them. */
function openQuestions(last: { readonly type: string } | undefined): StructuredInputItem | null {
  const item = last as StructuredInputItem | undefined;
  return item?.type === 'structured_input' && item.status === 'pending' ? item : null;
}

function SendFailure(): JSX.Element | null {
  const failure = useChat().sendFailure.value;
  const strings = useStrings();
  if (!failure) return null;
  return (
    <p class="ck-error" role="alert" part="error">
      <Icon name="ui:error" size={18} />
      <span dir="auto">{explain(failure, strings)}</span>
    </p>
  );
}

function explain(failure: Error, strings: Strings): string {
  if (!(failure instanceof ChatKitRequestError)) return failure.message;
  if (failure.isTransient) return strings.sendOffline;
  return failure.kind === 'unauthorized' ? strings.sendUnauthorized : strings.sendFailed;
}

function Disclaimer(): JSX.Element | null {
  const chat = useChat();
  const { disclaimer } = chat.currentOptions.value;
  if (!disclaimer) return null;
  return (
    <div
      class={`ck-disclaimer ${disclaimer.highContrast ? 'ck-disclaimer-high' : ''}`}
      part="disclaimer"
    >
      <Markdown
        text={disclaimer.text}
        isStreaming={false}
        onDeeplink={(name, data) => chat.emit('chatkit.deeplink', { name, data })}
      />
    </div>
  );
}
