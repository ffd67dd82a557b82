import type { JSX } from 'preact';
import type { Conversation } from '../../chat/conversation.js';
import { UserMessage } from '../message/UserMessage.js';
import { useStrings } from '../shared/context.js';
import { memo } from '../shared/memo.js';
import { AnswerEnd } from './AnswerEnd.js';
import { ItemView } from './ItemView.js';
import { TurnActions } from './TurnActions.js';
import type { Turn } from './turns.js';

export interface TurnViewProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly isAnswering: boolean;
  /** Keeps the message at the top of the view while its answer grows below. */
  readonly fillsView: boolean;
  readonly pending: ReadonlySet<string>;
  readonly canCopy: boolean;
  readonly takesFeedback: boolean;
  readonly canRetry: boolean;
  /** The conversation, in its last turn: what is going on is shown below it. */
  readonly footer: Conversation | null;
}

export const TurnView = memo(function TurnView(props: TurnViewProps): JSX.Element {
  const { turn, isLast, isAnswering, fillsView, pending, footer } = props;
  const strings = useStrings();
  const isWaiting = isAnswering && turn.items.length === 0;
  return (
    <section class={`ck-turn ${isLast ? 'ck-turn-last' : ''} ${fillsView ? 'ck-turn-fills' : ''}`}>
      {turn.user && <UserMessage item={turn.user} />}
      {(turn.items.length > 0 || isAnswering) && (
        <div class="ck-answer" part="assistant-message">
          <h3 class="ck-hidden">{strings.assistant}</h3>
          {turn.items.map((item) => (
            <ItemView key={item.id} item={item} isPending={isAnswering && pending.has(item.id)} />
          ))}
          {isWaiting && footer && <Waiting conversation={footer} />}
        </div>
      )}
      {footer && <AnswerEnd conversation={footer} />}
      {!isAnswering && turn.items.length > 0 && <TurnActions {...props} />}
    </section>
  );
});

/** Three dots until something else says what is going on. */
function Waiting({ conversation }: { conversation: Conversation }): JSX.Element | null {
  if (conversation.state.value.progress || conversation.isReconnecting.value) return null;
  return (
    <p class="ck-waiting" aria-hidden="true">
      <span />
      <span />
      <span />
    </p>
  );
}
