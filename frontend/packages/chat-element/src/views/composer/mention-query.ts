/** The mention that is being typed: from the `@` to the caret. */
export interface MentionQuery {
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

/** Longer than any name; beyond it an `@` is just an `@`. */
const LONGEST_QUERY = 60;

/** Finds an `@` before the caret that begins a word, with nothing but one line of text between. */
export function mentionAt(text: string, caret: number): MentionQuery | null {
  const before = text.slice(Math.max(0, caret - LONGEST_QUERY), caret);
  const at = before.lastIndexOf('@');
  if (at < 0) return null;
  const query = before.slice(at + 1);
  const isInWord = at > 0 && !/[\s([{"'«“]/.test(before[at - 1] ?? ' ');
  if (isInWord || /\n|\s\s|^\s/.test(query)) return null;
  return { start: caret - query.length - 1, end: caret, query };
}
