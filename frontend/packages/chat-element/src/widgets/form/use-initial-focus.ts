import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { flag } from '../node.js';

type Control = HTMLInputElement | HTMLTextAreaElement;

/** `autoFocus` and `autoSelect`, once, and only while the reader is not busy elsewhere. */
export function useInitialFocus(
  control: RefObject<Control | null>,
  options: Readonly<Record<string, unknown>>,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later update must not take the focus
  useEffect(() => {
    const element = control.current;
    if (!element) return;
    const takesFocus = flag(options, 'autoFocus') && !isSomeoneTyping(element);
    if (takesFocus) element.focus({ preventScroll: true });
    if (flag(options, 'autoSelect') && (takesFocus || !flag(options, 'autoFocus')))
      element.select();
  }, []);
}

/** Taking the focus from a text that somebody is writing would send their keys astray. */
function isSomeoneTyping(element: Element): boolean {
  const root = element.getRootNode();
  const focused =
    root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  if (focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement)
    return focused.value !== '';
  return focused instanceof HTMLElement && focused.isContentEditable && focused.textContent !== '';
}
