'use client';

import { useEffect, useRef } from 'react';

/** What keys do: `j`, `Shift+J`, `Mod+k` (Ctrl, or Cmd on a Mac), `g t` (one after the other). */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** How long the second key of two may take. */
const SECOND_KEY_MS = 1_000;

/** The one that works also while something is typed; all others are the field's. */
const EVERYWHERE = 'Mod+k';

/** Listens for keys that belong to the page: not while something is typed or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    let prefix: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = keyOf(event);
      if (key !== EVERYWHERE && (isTyping(event) || isInLayer(event))) return;
      const isSecond = prefix !== null && event.timeStamp - prefix.at < SECOND_KEY_MS;
      const pair = isSecond ? `${prefix?.key} ${key}` : null;
      prefix = null;
      const run = (pair !== null && latest.current[pair]) || latest.current[key];
      if (run) {
        // A held key moves through the list, and does nothing else again and again.
        if (event.repeat && !MOVES.has(key)) return;
        leaveToast();
        run(event);
        return;
      }
      if (Object.keys(latest.current).some((known) => known.startsWith(`${key} `))) {
        prefix = { key, at: event.timeStamp };
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** A message that has the focus gives it back when it loses it, and would take it from the shortcut. */
function leaveToast(): void {
  const element = document.activeElement;
  if (element instanceof HTMLElement && element.closest('[data-sonner-toaster]')) element.blur();
}

const MOVES = new Set(['j', 'k', 'ArrowDown', 'ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowUp']);

/** Names a key press as shortcuts are named. */
export function keyOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  const { key } = event;
  // Shift makes capitals and signs by itself; only where it does not, it is said.
  const shift = event.shiftKey && key.length > 1 ? 'Shift+' : '';
  return `${mod}${shift}${key.length === 1 && !event.shiftKey ? key.toLowerCase() : key}`;
}

/** Whether the key goes into a field, also one inside the chat element. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** Whether the key is pressed in something that lies above the page and has keys of its own. */
function isInLayer(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (node) =>
        node instanceof HTMLElement &&
        node.matches('[role="dialog"], [role="alertdialog"], [role="menu"], [data-own-keys]'),
    );
}
