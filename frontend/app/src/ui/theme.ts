'use client';

import { useSyncExternalStore } from 'react';
import { CANVAS } from './theme-colors';
import { THEME_KEY } from './theme-script';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

const CHANGED = 'taskpilot-theme-changed';

export function useTheme(): {
  choice: ThemeChoice;
  theme: Theme;
  setChoice: (choice: ThemeChoice) => void;
} {
  const choice = useSyncExternalStore(subscribe, readChoice, () => 'system' as const);
  const theme = useSyncExternalStore(subscribe, readTheme, () => 'light' as const);
  return { choice, theme, setChoice };
}

export function setChoice(choice: ThemeChoice): void {
  try {
    localStorage.setItem(THEME_KEY, choice);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
  apply(choice);
}

function readChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(THEME_KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

function readTheme(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

function apply(choice: ThemeChoice): void {
  const theme = choice === 'system' ? (prefersDark().matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset.theme = theme;
  showThemeColor();
  window.dispatchEvent(new Event(CHANGED));
}

/** Gives the browser's bars the colour of the theme that is shown, if it is not the system's. */
export function showThemeColor(): void {
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    meta.setAttribute('content', CANVAS[readTheme()]);
  }
}

function prefersDark(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

/** Keeps the page in step with the system, and with what another tab chose, until the returned function is called. */
export function followTheme(): () => void {
  const media = prefersDark();
  const system = () => apply(readChoice());
  const stored = (event: StorageEvent) => {
    if (event.key === THEME_KEY) apply(readChoice());
  };
  window.addEventListener('storage', stored);
  media.addEventListener('change', system);
  return () => {
    window.removeEventListener('storage', stored);
    media.removeEventListener('change', system);
  };
}

function subscribe(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed);
  return () => window.removeEventListener(CHANGED, changed);
}
