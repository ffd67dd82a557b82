import type { JSX } from 'preact';
import type { AssistantMessageItem } from '../../core/protocol/items.js';
import type { Annotation } from '../../core/protocol/sources.js';
import { Markdown } from '../../markdown/Markdown.js';
import { useChat } from '../shared/context.js';
import { Sources } from './Sources.js';

interface AssistantMessageProps {
  readonly item: AssistantMessageItem;
  readonly isStreaming: boolean;
}

/** Below the hidden heading of the answer. */
const TOP_LEVEL = 4;
const FENCED_CODE = /^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))/gm;

/** Answers begin at any level; their highest one becomes the level that fits the page. */
function levelForHash(text: string): number {
  const prose = text.replace(FENCED_CODE, '');
  const hashes = [...prose.matchAll(/^ {0,3}(#{1,6})\s/gm)].map(([, marks = '#']) => marks.length);
  return hashes.length === 0 ? TOP_LEVEL : TOP_LEVEL + 1 - Math.min(...hashes);
}

/** Text of the assistant's, with its sources below. */
export function AssistantMessage({ item, isStreaming }: AssistantMessageProps): JSX.Element {
  const chat = useChat();
  const { entities } = chat.currentOptions.value;
  const { thread } = chat.conversation.value.state.peek();
  const annotations = item.content.flatMap((part) => part.annotations ?? []);
  const { onClick } = entities;
  const clickEntity = ({ source }: Annotation) => {
    if (source.type !== 'entity') return;
    const { id, title, icon, group, interactive, data } = source;
    onClick?.({
      id,
      title,
      data: (data ?? {}) as Record<string, string>,
      ...(icon && { icon }),
      ...(group && { group }),
      ...(interactive !== undefined && { interactive }),
    });
  };
  return (
    <>
      {item.content.map((part, index) => (
        <Markdown
          key={index}
          text={part.text}
          isStreaming={isStreaming && index === item.content.length - 1}
          annotations={part.annotations}
          headingLevel={levelForHash(part.text)}
          allowedImageDomains={thread?.allowed_image_domains}
          onDeeplink={(name, data) => chat.emit('chatkit.deeplink', { name, data })}
          onAnnotationClick={onClick ? (one) => clickEntity(one as Annotation) : undefined}
        />
      ))}
      {!isStreaming && annotations.length > 0 && <Sources annotations={annotations} />}
    </>
  );
}
