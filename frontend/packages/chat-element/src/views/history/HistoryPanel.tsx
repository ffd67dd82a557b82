import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { IconButton, TextButton } from '../shared/Button.js';
import { useChat, useStrings } from '../shared/context.js';
import { groupByDate } from './dates.js';
import { ThreadRow } from './ThreadRow.js';

/** The person's threads: search, open, rename, delete. */
export function HistoryPanel(): JSX.Element {
  const chat = useChat();
  const strings = useStrings();
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => panel.current?.querySelector('input')?.focus(), []);
  const close = () => chat.setHistoryOpen(false);
  return (
    <div class="ck-history-layer">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; Escape and the button do the same. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above. */}
      <div class="ck-scrim" onClick={close} />
      <div
        ref={panel}
        class="ck-history"
        part="history"
        role="dialog"
        aria-modal="true"
        aria-label={strings.history}
        onKeyDown={(event) => {
          const isInDialog = (event.target as Element).closest('dialog') !== null;
          if (event.key === 'Escape' && !isInDialog) close();
        }}
      >
        <header class="ck-header">
          <h2 class="ck-title">{strings.history}</h2>
          <IconButton
            icon="ui:new-chat"
            label={strings.newChat}
            onClick={() => {
              close();
              void chat.open(null);
              chat.composer.requestFocus();
            }}
          />
          <IconButton icon="ui:close" label={strings.close} onClick={close} />
        </header>
        <SearchField />
        <ThreadList />
      </div>
    </div>
  );
}

function SearchField(): JSX.Element {
  const { history } = useChat();
  const strings = useStrings();
  return (
    <label class="ck-search">
      <Icon name="ui:search" size={16} />
      <span class="ck-hidden">{strings.searchHistory}</span>
      <input
        type="search"
        dir="auto"
        placeholder={strings.searchHistory}
        value={history.query.value}
        onInput={({ currentTarget }) => {
          history.query.value = currentTarget.value;
        }}
      />
    </label>
  );
}

function ThreadList(): JSX.Element {
  const { history } = useChat();
  const strings = useStrings();
  const found = history.found.value;
  const isIdle = history.status.value === 'idle';
  return (
    <div class="ck-threads">
      {groupByDate(found, strings).map((group) => (
        <section key={group.name}>
          <h3 class="ck-group">{group.name}</h3>
          <ul>
            {group.threads.map((thread) => (
              <ThreadRow key={thread.id} thread={thread} />
            ))}
          </ul>
        </section>
      ))}
      {found.length === 0 && isIdle && !history.hasMore.value && (
        <p class="ck-empty">{history.query.value ? strings.noThreadsFound : strings.noThreads}</p>
      )}
      <MoreThreads />
    </div>
  );
}

/** Loads further pages as their end comes into view; a search goes through all of them. */
function MoreThreads(): JSX.Element | null {
  const { history } = useChat();
  const strings = useStrings();
  const mark = useRef<HTMLDivElement>(null);
  const count = history.threads.value.length;
  const status = history.status.value;
  const hasMore = history.hasMore.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list is watched anew.
  useEffect(() => {
    const element = mark.current;
    if (!element || status !== 'idle') return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void history.loadMore();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [history, count, status, hasMore]);
  if (!hasMore) return null;
  return (
    <div ref={mark} class="ck-more">
      {status === 'loading' && <p class="ck-shimmer">{strings.loading}</p>}
      {status === 'failed' && (
        <>
          <p>{strings.historyFailed}</p>
          <TextButton onClick={() => void history.loadMore()}>{strings.tryAgain}</TextButton>
        </>
      )}
    </div>
  );
}
