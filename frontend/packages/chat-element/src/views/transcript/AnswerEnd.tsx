import type { JSX } from 'preact';
import { CONNECTION_LOST } from '../../chat/answer.js';
import type { Conversation } from '../../chat/conversation.js';
import { Icon } from '../../icons/Icon.js';
import { Markdown } from '../../markdown/Markdown.js';
import { TextButton } from '../shared/Button.js';
import { useChat, useStrings, useView } from '../shared/context.js';
import { lastUserMessage } from './turns.js';

/** What comes after the last item: progress, notices, an error, a lost connection. */
export function AnswerEnd({ conversation }: { conversation: Conversation }): JSX.Element {
  const { progress, notices } = conversation.state.value;
  return (
    <>
      {notices.map((notice, index) => (
        <NoticeView key={index} {...notice} />
      ))}
      {conversation.isReconnecting.value ? (
        <Reconnecting />
      ) : (
        progress && <Progress {...progress} />
      )}
      <AnswerError conversation={conversation} />
    </>
  );
}

function Progress({ icon, text }: { icon?: string; text: string }): JSX.Element {
  return (
    <p class="ck-progress" part="progress">
      {icon && <Icon name={icon} size={16} />}
      <span class="ck-shimmer" dir="auto">
        {text}
      </span>
    </p>
  );
}

function Reconnecting(): JSX.Element {
  return (
    <p class="ck-progress">
      <span class="ck-shimmer">{useStrings().reconnecting}</span>
    </p>
  );
}

const NOTICE_ICONS = { info: 'ui:info', warning: 'ui:warning', danger: 'ui:error' };

interface NoticeProps {
  readonly level: 'info' | 'warning' | 'danger';
  readonly title?: string;
  readonly message: string;
}

function NoticeView({ level, title, message }: NoticeProps): JSX.Element {
  const strings = useStrings();
  const { chat } = useView();
  const names = {
    info: strings.noticeInfo,
    warning: strings.noticeWarning,
    danger: strings.noticeDanger,
  };
  return (
    <div class={`ck-notice ck-notice-${level}`} part="notice" role="note" aria-label={names[level]}>
      <Icon name={NOTICE_ICONS[level] ?? NOTICE_ICONS.info} size={18} />
      <div>
        {title && (
          <p class="ck-notice-title" dir="auto">
            {title}
          </p>
        )}
        <Markdown
          text={message}
          isStreaming={false}
          onDeeplink={(name, data) => chat.emit('chatkit.deeplink', { name, data })}
        />
      </div>
    </div>
  );
}

function AnswerError({ conversation }: { conversation: Conversation }): JSX.Element | null {
  const chat = useChat();
  const strings = useStrings();
  const { error, items } = conversation.state.value;
  if (!error) return null;
  const message = lastUserMessage(items);
  const text = error.code === CONNECTION_LOST ? strings.connectionLost : error.message;
  return (
    <div class="ck-error" part="error" role="alert">
      <Icon name="ui:error" size={18} />
      <p dir="auto">{text ?? strings.answerFailed}</p>
      {error.allow_retry && message && (
        <TextButton onClick={() => void chat.retry(message.id)} disabled={chat.isBusy.value}>
          {strings.tryAgain}
        </TextButton>
      )}
    </div>
  );
}
