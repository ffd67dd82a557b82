import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Chat } from '../chat/chat.js';
import { directionOf, stringsFor, translatedLanguage } from '../i18n/translate.js';
import { ENGLISH, MarkdownStringsContext, URDU } from '../markdown/strings.js';
import type { Scheme } from '../theme/ramps.js';
import { ComposerArea } from './composer/ComposerArea.js';
import { Header } from './header/Header.js';
import { HistoryPanel } from './history/HistoryPanel.js';
import { ChatContext, type ViewContext } from './shared/context.js';
import { StatusRegion } from './status/StatusRegion.js';
import { ConversationView } from './transcript/ConversationView.js';

/** The whole of what is in the shadow root. */
export function App({ chat, scheme }: { chat: Chat; scheme: Scheme }): JSX.Element {
  const { locale, frameTitle } = chat.currentOptions.value;
  const strings = stringsFor(locale);
  const language = translatedLanguage(locale);
  const isHistoryOpen = chat.isHistoryOpen.value;
  const frame = useRef<HTMLElement>(null);
  useFocusReturn(frame, isHistoryOpen);
  const view = useMemo<ViewContext>(
    () => ({ chat, strings, locale, scheme }),
    [chat, strings, locale, scheme],
  );
  return (
    <ChatContext.Provider value={view}>
      <MarkdownStringsContext.Provider value={language === 'ur' ? URDU : ENGLISH}>
        <section
          ref={frame}
          class="ck-root"
          part="root"
          lang={language}
          dir={directionOf(locale)}
          aria-label={frameTitle ?? strings.chat}
        >
          <div class="ck-main" inert={isHistoryOpen}>
            <Header />
            <ConversationView />
            <ComposerArea />
          </div>
          {isHistoryOpen && <HistoryPanel />}
          <StatusRegion />
        </section>
      </MarkdownStringsContext.Provider>
    </ChatContext.Provider>
  );
}

/** Gives the focus back to what had it before the history covered everything. */
function useFocusReturn(frame: RefObject<HTMLElement | null>, isCovered: boolean): void {
  const wasCovered = useRef(false);
  const before = useRef<HTMLElement | null>(null);
  const focused = () => (frame.current?.getRootNode() as ShadowRoot | undefined)?.activeElement;
  // Read while drawing: what is covered loses the focus as soon as it is inert.
  if (isCovered && !wasCovered.current) before.current = (focused() as HTMLElement) ?? null;
  wasCovered.current = isCovered;
  // At once: the next key is for what has the focus then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the cover goes.
  useLayoutEffect(() => {
    if (!isCovered && !focused()) before.current?.focus();
  }, [isCovered]);
}
