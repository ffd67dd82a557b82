import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useChat, useStrings } from '../shared/context.js';
import { plainTextOf } from '../transcript/plain-text.js';
import { spokenText } from './spoken-text.js';

const LONGEST_ANNOUNCEMENT = 1000;

/** The one region that speaks to screen readers: finished answers once, never single words. */
export function StatusRegion(): JSX.Element {
  const { conversation } = useChat();
  const strings = useStrings();
  const [text, setText] = useState('');
  const { activity, state, isReconnecting } = conversation.value;
  const isAnswering = activity.value === 'answering';
  const wasAnswering = useRef<object | null>(null);

  useEffect(() => {
    if (isAnswering) {
      wasAnswering.current = state;
      setText(strings.answering);
      return;
    }
    if (wasAnswering.current !== state) return;
    wasAnswering.current = null;
    const { items } = state.peek();
    const sent = items.findLastIndex((item) => item.type === 'user_message');
    const answer = spokenText(plainTextOf(items.slice(sent + 1))).slice(0, LONGEST_ANNOUNCEMENT);
    setText(answer && strings.answerFinished(answer));
  }, [isAnswering, state, strings]);

  return (
    <div class="ck-hidden" role="status">
      {isReconnecting.value ? strings.reconnecting : text}
    </div>
  );
}
