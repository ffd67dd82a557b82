'use client';

import { type RefObject, useEffect, useState } from 'react';

const KEY = 'taskpilot-draft-task';

/** What is being typed, kept over a reload or a sign-in that came in between. */
export function useDraft(
  input: RefObject<HTMLInputElement | null>,
): [string, (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => {
    // Whoever typed before the page's script was there goes on with that.
    setText(input.current?.value || keptDraft());
  }, [input]);
  const change = (next: string) => {
    setText(next);
    keepDraft(next);
  };
  return [text, change];
}

function keptDraft(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    // A browser that keeps nothing begins empty.
    return '';
  }
}

/** Keeps a text for when the page is back. */
export function keepDraft(text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, text);
  } catch {
    // It is still in the field.
  }
}
