import type { JSX } from 'preact';
import { ChatKitRequestError } from '../../core/client/errors.js';
import { TextButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { StartScreen } from '../start/StartScreen.js';
import { Transcript } from './Transcript.js';

/** What stands between header and composer: the start, a thread, or why there is none. */
export function ConversationView(): JSX.Element {
  const conversation = useChat().conversation.value;
  const isEmpty = conversation.state.value.items.length === 0;
  if (conversation.loadFailure.value && isEmpty) return <LoadFailure />;
  if (conversation.threadId !== null && isEmpty && conversation.activity.value === 'loading') {
    return <Loading />;
  }
  if (isEmpty && conversation.threadId === null && conversation.activity.value === 'idle') {
    return <StartScreen />;
  }
  return <Transcript key={conversationKey(conversation)} conversation={conversation} />;
}

function Loading(): JSX.Element {
  const strings = useStrings();
  return (
    <div class="ck-center">
      <p class="ck-shimmer ck-appear-late">{strings.loadingThread}</p>
    </div>
  );
}

function LoadFailure(): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const conversation = chat.conversation.value;
  const failure = conversation.loadFailure.value;
  const isMissing = failure instanceof ChatKitRequestError && failure.kind === 'not_found';
  return (
    <div class="ck-center" role="alert">
      <p>{isMissing ? strings.threadMissing : strings.threadFailed}</p>
      {isMissing ? (
        <TextButton onClick={() => void chat.open(null)}>{strings.newChat}</TextButton>
      ) : (
        <TextButton onClick={() => void conversation.load()}>{strings.tryAgain}</TextButton>
      )}
    </div>
  );
}

const keys = new WeakMap<object, number>();
let lastKey = 0;

/** Another conversation begins with a scroll position of its own. */
function conversationKey(conversation: object): number {
  const known = keys.get(conversation);
  if (known !== undefined) return known;
  lastKey += 1;
  keys.set(conversation, lastKey);
  return lastKey;
}
