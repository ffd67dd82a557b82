import remend from 'remend';

/** Beyond this a paragraph is shown as it is: closing it means reading all of it for every token. */
const LONGEST_CLOSED_TEXT = 20_000;

/** Closes what is still open inside the last paragraph, list item or cell of a stream. */
export function closeInline(text: string): string {
  if (text.length > LONGEST_CLOSED_TEXT) return text;
  // A delimiter at the very end may be half of a longer one; what it closed is closed again below.
  const whole = text.replace(/[*_~`$\\]+$/, '');
  const code = openCode(whole);
  return closeEmphasis(code === null ? closeMath(closeBracket(whole)) : whole + code);
}

/** The backticks of a code span that has not ended. */
function openCode(text: string): string | null {
  let open: string | null = null;
  for (const [run] of text.matchAll(/\\[^`]|\\`|`+/g)) {
    if (run.startsWith('\\')) continue;
    if (open === null) open = run;
    else if (run === open) open = null;
  }
  return open;
}

/** `[words]` at the end is most likely the first half of a link; an image says nothing before its end. */
function closeBracket(text: string): string {
  return text.replace(/!\[[^[\]]*\]$/, '').replace(/(?<!\\)\[([^[\]]*)(?<!\\)\]$/, '$1');
}

/** Closes a formula, but leaves sums of money alone. */
function closeMath(text: string): string {
  let open: string | null = null;
  for (const match of text.matchAll(/\\[()[\]]|\\.|\$+/g)) {
    const [mark] = match;
    const next = text[match.index + mark.length] ?? '';
    if (open !== null) open = mark === open ? null : open;
    else if (mark in CLOSING) open = CLOSING[mark] ?? null;
    else if (mark === '$' && /[^\s\d]/.test(next)) open = '$';
  }
  return open === null ? text : text.trimEnd() + open;
}

const CLOSING: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]', $$: '$$' };

function closeEmphasis(text: string): string {
  return remend(text, {
    comparisonOperators: false,
    htmlTags: false,
    katex: false,
    linkMode: 'text-only',
    singleTilde: false,
  });
}
