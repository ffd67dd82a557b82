import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../../markdown/copy.js';
import { IconButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { plainTextOf } from './plain-text.js';
import type { Turn } from './turns.js';

interface TurnActionsProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly canCopy: boolean;
  readonly takesFeedback: boolean;
  readonly canRetry: boolean;
}

/** Below an answer: copy it, say what one thinks of it, have it answered again. */
export function TurnActions(props: TurnActionsProps): JSX.Element | null {
  const { turn, isLast, takesFeedback } = props;
  const chat = useChat();
  const strings = useStrings();
  const text = plainTextOf(turn.items);
  const { user } = turn;
  const canCopy = props.canCopy && text !== '';
  const canRetry = props.canRetry && user !== null;
  if (!canCopy && !canRetry && !takesFeedback) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form.
    <div
      class={`ck-actions ${isLast ? '' : 'ck-actions-quiet'}`}
      part="actions"
      role="group"
      aria-label={strings.answerActions}
    >
      {canCopy && <CopyButton text={text} />}
      {takesFeedback && <FeedbackButtons turn={turn} />}
      {canRetry && (
        <IconButton
          icon="ui:retry"
          iconSize={16}
          label={strings.regenerate}
          class="ck-retry"
          onClick={() => void chat.retry(user.id)}
        />
      )}
    </div>
  );
}

const COPIED_MS = 2000;

function CopyButton({ text }: { text: string }): JSX.Element {
  const strings = useStrings();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <IconButton
      icon={isCopied ? 'ui:check' : 'ui:copy'}
      iconSize={16}
      label={isCopied ? strings.copied : strings.copy}
      onClick={() => void copyText(text).then(setCopied)}
    />
  );
}

function FeedbackButtons({ turn }: { turn: Turn }): JSX.Element {
  const { feedback } = useChat();
  const strings = useStrings();
  const ids = turn.items.map((item) => item.id);
  const given = feedback.given.value.get(ids.at(-1) ?? '');
  const kinds = [
    { kind: 'positive', icon: 'ui:thumbs-up', label: strings.goodAnswer },
    { kind: 'negative', icon: 'ui:thumbs-down', label: strings.badAnswer },
  ] as const;
  return (
    <>
      {kinds.map(({ kind, icon, label }) => (
        <IconButton
          key={kind}
          icon={icon}
          iconSize={16}
          label={label}
          aria-pressed={given === kind}
          onClick={() => void feedback.give(ids, kind).catch(() => undefined)}
        />
      ))}
    </>
  );
}
