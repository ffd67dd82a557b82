/**
 * Markers travel through the parser inside the text: `꛷3꛷` stands for group 3. The sign is
 * punctuation of a script nobody mixes with Markdown, so emphasis next to it still opens and closes,
 * and addresses end before it.
 */
const SIGN = '\uA6F7';
const MARKER = /\uA6F7(\d+)\uA6F7/g;

/** Puts a marker for every position into the Markdown source, where it cannot change its meaning. */
export function insertMarkers(text: string, indexes: readonly number[]): string {
  if (indexes.length === 0) return text;
  const places = indexes
    .map((index, group) => ({ group, at: safePosition(text, index) }))
    .sort((a, b) => a.at - b.at || a.group - b.group);
  let result = '';
  let from = 0;
  for (const { group, at } of places) {
    result += `${text.slice(from, at)}${SIGN}${group}${SIGN}`;
    from = at;
  }
  return result + text.slice(from);
}

export interface MarkedText {
  readonly text: string;
  readonly markers: readonly number[];
}

/** Takes the markers out of text that is shown as it is, such as code. */
export function takeMarkers(text: string): MarkedText {
  if (!text.includes(SIGN)) return { text, markers: [] };
  const markers = [...text.matchAll(MARKER)].map((match) => Number(match[1]));
  return { text: text.replace(MARKER, ''), markers };
}

/** Splits text at its markers: strings and group numbers in their order. */
export function splitMarkers(text: string): readonly (string | number)[] {
  if (!text.includes(SIGN)) return [text];
  return text
    .split(MARKER)
    .map((part, index) => (index % 2 === 1 ? Number(part) : part))
    .filter((part) => part !== '');
}

/** What a line may open with before its words: quotes, list markers, task boxes and headings. */
const PREFIX = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?:\[[ xX]\]\s+)?(?:#{1,6}\s+)?\|?\s*/;
/** Lines that are structure only: blank, rules, underlines, table delimiters, fences, definitions. */
const STRUCTURE = /^[\s>]*(?:[-=*_|:\s]*|(?:`{3,}|~{3,}).*|\$\$|\\\[|\\\]|\[[^\]]+\]:.*)$/;

/** Moves a position off Markdown's structure, backwards to the end of the words before it. */
function safePosition(text: string, index: number): number {
  let position = Math.max(0, Math.min(index, text.length));
  for (;;) {
    const start = text.lastIndexOf('\n', position - 1) + 1;
    const newline = text.indexOf('\n', start);
    const line = text.slice(start, newline < 0 ? text.length : newline);
    const prefix = PREFIX.exec(line)?.[0].length ?? 0;
    const words = line.replace(/[\s|]+$/, '').length;
    const column = position - start;
    if (!STRUCTURE.test(line) && column > prefix)
      return start + safeColumn(line, Math.min(column, words));
    if (start === 0) return STRUCTURE.test(line) ? text.length : start + prefix;
    position = start - 1;
  }
}

/** Pieces of a line that mean something only as a whole. */
const ATOM =
  /\]\((?:[^()]|\([^()]*\))*\)|\]\[[^\]]*\]|<[^<>\s][^<>]*>|&[#\w]+;|\\.|!\[|\*+|_+|~+|`+|\$+/g;

/** Moves a column out of such a piece: before what opens, behind all else. */
function safeColumn(line: string, column: number): number {
  for (const match of line.matchAll(ATOM)) {
    const end = match.index + match[0].length;
    if (match.index >= column) break;
    if (end > column) return isOpening(line, match.index, end) ? match.index : end;
  }
  // The words of a table's cell stand between the spaces that part them from its borders.
  if (line[column] === '|') return line.slice(0, column).trimEnd().length;
  if (line[column - 1] === '|') return column + (/^\s*/.exec(line.slice(column))?.[0].length ?? 0);
  return column;
}

function isOpening(line: string, start: number, end: number): boolean {
  if (line.startsWith('![', start)) return true;
  if (!/[*_~`$]/.test(line[start] ?? '')) return false;
  return /^\S/.test(line.slice(end)) && (start === 0 || /[\s\p{P}]/u.test(line[start - 1] ?? ''));
}
