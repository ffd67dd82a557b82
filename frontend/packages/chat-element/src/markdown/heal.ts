import { closeInline } from './heal-inline.js';

/**
 * Completes the syntax that the last block of a stream has left open, so that `**bo` is already bold
 * and a half-written link is already words. The result is for display only.
 */
export function heal(source: string): string {
  const text = withoutBareMarker(source);
  if (endsInsideFence(text)) return text;
  const start = lastLeaf(text);
  return completeTable(text.slice(0, start) + closeInline(text.slice(start)));
}

/** A last line that is a bare marker (`-`, `##`, `1.`, `` ` ``) says nothing yet and may become anything. */
const BARE_MARKER =
  /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]?)[ \t]+)*(?:-+|=+|[*+_]{1,3}|\d{1,9}[.)]?|#{1,6}|`{1,2}|~{1,2}|\$|\||\[[ xX]?\]?|!\[?|>)[ \t]*$/;

function withoutBareMarker(source: string): string {
  const newline = source.lastIndexOf('\n');
  return BARE_MARKER.test(source.slice(newline + 1))
    ? source.slice(0, Math.max(0, newline))
    : source;
}

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,}|\$\$|\\[[\]])(.*)$/gm;

/** Code and formulas are shown as far as they have come; nothing inside them is Markdown. */
function endsInsideFence(source: string): boolean {
  let fence: string | null = null;
  for (const [, mark = '', rest = ''] of source.matchAll(FENCE)) {
    if (fence !== null) {
      const isClosed = mark === CLOSING[fence] || mark.startsWith(fence);
      if (isClosed && rest.trim() === '') fence = null;
    } else if (opensFence(mark, rest)) {
      fence = mark;
    }
  }
  return fence !== null;
}

const CLOSING: Readonly<Record<string, string>> = { '\\[': '\\]' };

function opensFence(mark: string, rest: string): boolean {
  if (mark.startsWith('`')) return !rest.includes('`');
  if (mark.startsWith('~')) return true;
  return mark !== '\\]' && rest.trim() === '';
}

/** Where the last paragraph, list item or table row begins; what is open never began before that. */
function lastLeaf(source: string): number {
  let start = 0;
  for (const match of source.matchAll(LEAF_START)) start = match.index + match[0].length;
  return start;
}

const LEAF_START = /\n(?:[ \t>]*\n|(?=[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|\|)))/g;

/** A row of pipes at the end becomes a table at once instead of a paragraph that turns into one. */
function completeTable(source: string): string {
  const [head = '', delimiter, ...more] = source.trimEnd().split('\n');
  if (!head.trim().startsWith('|') || more.length > 0) return source;
  if (delimiter !== undefined && !/^[\s|:-]*$/.test(delimiter)) return source;
  const columns = countColumns(head);
  return columns === 0 ? source : `${closeRow(head)}\n|${' - |'.repeat(columns)}`;
}

function closeRow(row: string): string {
  return row.trimEnd().endsWith('|') ? row : `${row} |`;
}

function countColumns(row: string): number {
  return (
    closeRow(row)
      .trim()
      .split(/(?<!\\)\|/).length - 2
  );
}
