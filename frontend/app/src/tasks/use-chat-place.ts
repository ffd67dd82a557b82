'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ChatPlace, chatCookie } from './chat-place';

/** From here on there is room for the chat beside the list; below it lies over it. */
export const BESIDE = '(min-width: 64rem)';

export interface ChatState {
  /** Open beside the list. */
  readonly open: boolean;
  /** Open over the list, where there is no room beside it. */
  readonly over: boolean;
  readonly width: number;
  /** It was shown once, so that it is loaded, and stays. */
  readonly wanted: boolean;
  isBeside(): boolean;
  /** Whether it is seen, wherever; not known while the first HTML is made. */
  isShown(): boolean;
  show(): void;
  hide(): void;
  toggle(): void;
  /** The user dragged it, or closed it by dragging. */
  resized(place: ChatPlace): void;
}

export function useChatPlace(initial: ChatPlace): ChatState {
  const [place, setPlace] = useState(initial);
  const [over, setOver] = useState(false);
  const [wanted, setWanted] = useState(false);
  const latest = useRef(place);
  latest.current = place;

  const keep = useCallback((next: ChatPlace) => {
    setPlace(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the newer interface is missing in some browsers
    document.cookie = chatCookie(next);
  }, []);

  useEffect(() => {
    const media = window.matchMedia(BESIDE);
    const change = () => {
      if (!media.matches) return;
      setOver(false);
      // The list comes first; the chat's code is fetched once that is drawn.
      if (latest.current.open) setTimeout(() => setWanted(true));
    };
    change();
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  }, []);

  const actions = useMemo(() => {
    const isBeside = () => window.matchMedia(BESIDE).matches;
    const set = (open: boolean) => {
      if (open) setWanted(true);
      if (isBeside()) keep({ ...latest.current, open });
      else setOver(open);
    };
    return {
      isBeside,
      show: () => set(true),
      hide: () => set(false),
      resized: keep,
    };
  }, [keep]);
  const isShown = () => (actions.isBeside() ? place.open : over);
  const toggle = () => {
    if (isShown()) actions.hide();
    else actions.show();
  };
  return { open: place.open, width: place.width, over, wanted, ...actions, isShown, toggle };
}
