import type { JSX } from 'preact';
import { entityOf } from '../../core/drafts/tagged-text.js';
import type { TagPart, UserMessageItem } from '../../core/protocol/items.js';
import { Icon } from '../../icons/Icon.js';
import { useChat, useStrings } from '../shared/context.js';
import { AttachmentView } from './AttachmentView.js';

/** What the person said: plain text, mentions, a quote, files. */
export function UserMessage({ item }: { item: UserMessageItem }): JSX.Element {
  const strings = useStrings();
  const { quoted_text: quote, attachments, content } = item;
  return (
    <div class="ck-user" part="user-message">
      <h3 class="ck-hidden">{strings.you}</h3>
      {quote && <Quote text={quote} />}
      {attachments.length > 0 && (
        <ul class="ck-attachments" aria-label={strings.attachments}>
          {attachments.map((attachment) => (
            <li key={attachment.id}>
              <AttachmentView attachment={attachment} />
            </li>
          ))}
        </ul>
      )}
      {content.length > 0 && (
        <div class="ck-bubble" part="user-bubble" dir="auto">
          {content.map((part, index) =>
            part.type === 'input_tag' ? <TagView key={index} tag={part} /> : part.text,
          )}
        </div>
      )}
    </div>
  );
}

function Quote({ text }: { text: string }): JSX.Element {
  return (
    <blockquote class="ck-quote" dir="auto">
      <Icon name="ui:quote" size={14} label={useStrings().quoted} />
      <span>{text}</span>
    </blockquote>
  );
}

/** A mention; one that is interactive tells the page when it is used. */
function TagView({ tag }: { tag: TagPart }): JSX.Element {
  const { onClick } = useChat().currentOptions.value.entities;
  if (!tag.interactive || !onClick) return <span class="ck-tag">@{tag.text}</span>;
  return (
    <button type="button" class="ck-tag ck-tag-button" onClick={() => onClick(entityOf(tag))}>
      @{tag.text}
    </button>
  );
}
