import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../../chat/conversation.js';
import { TextButton } from '../shared/Button.js';
import { useStrings } from '../shared/context.js';

interface OlderItemsProps {
  readonly conversation: Conversation;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Fetches earlier items as the reader comes near the top. */
export function OlderItems({ conversation, scroller }: OlderItemsProps): JSX.Element | null {
  const strings = useStrings();
  const mark = useRef<HTMLDivElement>(null);
  const { cursor, status } = conversation.older.value;
  const hasMore = cursor.type === 'after';
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a short page the mark may still be in view, and is watched anew.
  useEffect(() => {
    const element = mark.current;
    if (!element || !hasMore) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void conversation.loadOlder();
      },
      { root: scroller.current, rootMargin: '600px 0px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [conversation, hasMore, cursor, scroller]);
  if (!hasMore) return null;
  return (
    <div ref={mark} class="ck-older">
      {status === 'failed' && <p>{strings.olderFailed}</p>}
      {status === 'loading' ? (
        <p class="ck-shimmer">{strings.loadingOlder}</p>
      ) : (
        <TextButton onClick={() => void conversation.loadOlder()}>
          {status === 'failed' ? strings.tryAgain : strings.loadOlder}
        </TextButton>
      )}
    </div>
  );
}
