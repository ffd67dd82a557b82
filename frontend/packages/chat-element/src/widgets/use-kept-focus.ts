import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * A busy widget is inert and loses the focus. The returned function notes where the focus was; when
 * the widget is usable again it goes back there, unless the reader has moved on.
 */
export function useKeptFocus(box: RefObject<HTMLElement | null>, isBusy: boolean): () => void {
  const kept = useRef<HTMLElement | null>(null);

  useLayoutEffect(() => {
    const element = kept.current;
    if (isBusy || !element) return;
    kept.current = null;
    const focused = activeElement(element);
    if (focused === null || focused === document.body) element.focus({ preventScroll: true });
  }, [isBusy]);

  return () => {
    const focused = box.current && activeElement(box.current);
    kept.current =
      focused instanceof HTMLElement && box.current?.contains(focused) ? focused : null;
  };
}

function activeElement(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
}
