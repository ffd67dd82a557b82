import type { Due, Priority, Recurrence, TaskDraft } from '../model/task';

export type TokenKind = 'date' | 'repeat' | 'priority' | 'tag' | 'list';

/** A part of the text that is not title but says something about the task. */
export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  /** As it was written; what names it when the user says that it is only text. */
  text: string;
}

export interface Parsed {
  title: string;
  tokens: Token[];
  priority: Priority;
  tags: string[];
  list: string | null;
  due: Due | null;
  recurrence: Recurrence | null;
}

/** Returns the task that was typed, or what is missing. */
export function draftOf(parsed: Parsed): TaskDraft {
  const { title, priority, tags, list, due, recurrence } = parsed;
  return { title, priority, tags, list, due, recurrence };
}

/** Returns a text in which nothing is recognised. */
export function plain(text: string): Parsed {
  const title = text.trim();
  return { title, tokens: [], priority: 'none', tags: [], list: null, due: null, recurrence: null };
}
