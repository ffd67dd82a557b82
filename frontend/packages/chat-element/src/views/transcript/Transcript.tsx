import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../../chat/conversation.js';
import { isLocal } from '../../chat/messages.js';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { AnswerEnd } from './AnswerEnd.js';
import { useBoundedLength } from './bounded-length.js';
import { OlderItems } from './OlderItems.js';
import { SelectionReply } from './SelectionReply.js';
import { useScrolling, useStablePrepend } from './scrolling.js';

import { TurnView } from './TurnView.js';
import { groupTurns, type Turn } from './turns.js';

const NO_TURNS: readonly Turn[] = [];

/** The messages of a thread. */
export function Transcript({ conversation }: { conversation: Conversation }): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const { thread, threadItemActions } = chat.currentOptions.value;
  const { items } = conversation.state.value;
  const isAnswering = conversation.activity.value === 'answering';
  const { scroller, content, isAtEnd, scrollToEnd } = useScrolling(thread.autoScroll);
  const known = useRef(NO_TURNS);
  const turns = groupTurns(items, known.current);
  known.current = turns;
  useStablePrepend(scroller, turns[0]?.key);
  useSentMessage(conversation, () => scrollToEnd('smooth'));
  useBoundedLength(conversation, scroller, turns);
  const lastAnswered = useLastAnswered(turns, isAnswering);

  return (
    <div class="ck-transcript">
      <div
        ref={scroller}
        class="ck-scroller"
        part="transcript"
        role="log"
        aria-live="off"
        aria-label={strings.transcript}
        aria-busy={isAnswering}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div ref={content} class="ck-content">
          <OlderItems conversation={conversation} scroller={scroller} />
          {turns.map((turn, index) => (
            <TurnView
              key={turn.key}
              turn={turn}
              isLast={index === turns.length - 1}
              fillsView={
                !thread.autoScroll && lastAnswered === turn.key && index === turns.length - 1
              }
              isAnswering={isAnswering && index === turns.length - 1}
              pending={index === turns.length - 1 ? conversation.state.value.pending : NO_PENDING}
              canCopy={threadItemActions.copy}
              takesFeedback={threadItemActions.feedback}
              canRetry={threadItemActions.retry}
              footer={index === turns.length - 1 ? conversation : null}
            />
          ))}
          {turns.length === 0 && <AnswerEnd conversation={conversation} />}
        </div>
      </div>
      <SelectionReply scroller={scroller} />
      {!isAtEnd && (
        <IconButton
          class="ck-jump"
          icon="ui:chevron-down"
          label={strings.jumpToLatest}
          onClick={() => scrollToEnd('smooth')}
        />
      )}
    </div>
  );
}

const NO_PENDING: ReadonlySet<string> = new Set();

/** Brings a message of the person's into view when it has been sent. */
function useSentMessage({ state }: Conversation, onSent: () => void): void {
  const { items } = state.value;
  const last = items.findLast(isLocal)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each message.
  useLayoutEffect(() => {
    if (last) onSent();
  }, [last]);
}

/** The newest turn that was answered in this view: only it may make room for its answer. */
function useLastAnswered(turns: readonly Turn[], isAnswering: boolean): string | undefined {
  const answered = useRef<string>(undefined);
  if (isAnswering) answered.current = turns.at(-1)?.key;
  return answered.current;
}
