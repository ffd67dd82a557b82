import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import createMarkdownIt from 'markdown-it';

/** CommonMark and GFM without raw HTML, with maths; tokens only, its HTML renderer is never used. */
export const markdown = createParser();

function createParser(): MarkdownIt {
  const parser = createMarkdownIt('default', { html: false, linkify: true, typographer: false });
  // Links are judged when they are drawn; here every address passes, and passes unchanged.
  parser.validateLink = () => true;
  parser.normalizeLink = (address) => address;
  parser.normalizeLinkText = (address) => address;
  parser.linkify.set({ fuzzyLink: false, fuzzyIP: false, fuzzyEmail: true });
  parser.inline.ruler.before('escape', 'math', inlineMath);
  parser.inline.ruler.before('autolink', 'line_break_tag', lineBreakTag);
  parser.block.ruler.before('fence', 'math_block', blockMath, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  return parser;
}

/** Reads `$…$`, `$$…$$`, `\(…\)` and `\[…\]` inside a line. */
function inlineMath(state: StateInline, silent: boolean): boolean {
  const match = matchInlineMath(state.src, state.pos, state.posMax);
  if (!match) return false;
  if (!silent) {
    const token = state.push('math', '', 0);
    token.content = match.value;
    token.markup = match.isDisplay ? '$$' : '$';
  }
  state.pos = match.end;
  return true;
}

interface MathMatch {
  readonly value: string;
  readonly isDisplay: boolean;
  readonly end: number;
}

function matchInlineMath(source: string, start: number, limit: number): MathMatch | null {
  for (const [open, close, isDisplay] of DELIMITERS) {
    if (!source.startsWith(open, start)) continue;
    const from = start + open.length;
    const end = findClosing(source, close, from, limit);
    if (end < 0) return null;
    const value = source.slice(from, end);
    if (value.trim() === '') return null;
    if (open === '$' && looksLikeMoney(value, source[end + 1])) return null;
    return { value, isDisplay, end: end + close.length };
  }
  return null;
}

const DELIMITERS: readonly (readonly [open: string, close: string, isDisplay: boolean])[] = [
  ['$$', '$$', true],
  ['$', '$', false],
  ['\\(', '\\)', false],
  ['\\[', '\\]', true],
];

/** Formulas are short; the bound keeps a text full of dollar signs linear. */
const LONGEST_INLINE_FORMULA = 2000;

function findClosing(source: string, close: string, from: number, limit: number): number {
  const last = Math.min(limit, from + LONGEST_INLINE_FORMULA) - close.length;
  if (!source.slice(from, last + close.length).includes(close)) return -1;
  for (let position = from; position <= last; position += 1) {
    if (source.startsWith(close, position)) return position;
    if (source[position] === '\\') position += 1;
  }
  return -1;
}

/** "$5 and $6" is money: a formula touches both its dollar signs and no digit follows it. */
function looksLikeMoney(value: string, following: string | undefined): boolean {
  return /^\s|\s$/.test(value) || (following !== undefined && /\d/.test(following));
}

/** Models write `<br>` inside table cells, where Markdown has no other way to break a line. */
function lineBreakTag(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false;
  const match = /^<br ?\/?>/i.exec(state.src.slice(state.pos, state.pos + 6));
  if (!match) return false;
  if (!silent) state.push('hardbreak', '', 0);
  state.pos += match[0].length;
  return true;
}

/** Reads a formula that starts a line with `$$` or `\[` and may span several lines. */
function blockMath(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (indentOf(state, startLine) - state.blkIndent >= 4) return false;
  const first = lineText(state, startLine);
  const open = first.startsWith('$$') ? '$$' : first.startsWith('\\[') ? '\\[' : null;
  if (!open) return false;
  const close = open === '$$' ? '$$' : '\\]';
  // Like a code fence, a bare delimiter opens a block that runs to its end or that of its container.
  const isFence = first.trim() === open;
  if (silent && isFence) return true;
  const formula = readFormula(state, startLine, endLine, open, close, isFence);
  if (!formula) return false;
  if (silent) return true;

  const token = state.push('math_block', '', 0);
  token.block = true;
  token.content = formula.value;
  token.map = [startLine, formula.nextLine];
  state.line = formula.nextLine;
  return true;
}

function readFormula(
  state: StateBlock,
  startLine: number,
  endLine: number,
  open: string,
  close: string,
  isFence: boolean,
): { value: string; nextLine: number } | null {
  const lines: string[] = [];
  let line = startLine;
  for (; line < endLine; line += 1) {
    const text =
      line === startLine ? lineText(state, line).slice(open.length) : lineText(state, line);
    const isBlank = state.isEmpty(line);
    if (line > startLine && !isBlank && indentOf(state, line) < state.blkIndent) break;
    if (isBlank && !isFence) return null;
    const end = text.indexOf(close);
    if (end < 0) {
      lines.push(text);
      continue;
    }
    // Text behind the formula makes it part of a sentence; the inline rule reads that.
    if (!isFence && text.slice(end + close.length).trim() !== '') return null;
    lines.push(text.slice(0, end));
    return { value: lines.join('\n').trim(), nextLine: line + 1 };
  }
  return isFence ? { value: lines.join('\n').trim(), nextLine: line } : null;
}

function lineText(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

function indentOf(state: StateBlock, line: number): number {
  return state.sCount[line] ?? 0;
}
