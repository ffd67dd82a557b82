/** Marks of Markdown that would only be noise when read out, and what stays of them. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/^ {0,3}(?:`{3,}|~{3,}|\$\$).*$/gm, ''],
  [/^ {0,3}#{1,6} +/gm, ''],
  [/^ {0,3}> ?/gm, ''],
  [/^[ \t]*[-*+] (?:\[[ xX]\] )?/gm, ''],
  [/^\|?[ \t]*:?-{3,}.*$/gm, ''],
  [/!?\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [/\*\*|__|~~|`/g, ''],
  [/(^|\s)[*_](\S)/g, '$1$2'],
  [/(\S)[*_](?=[\s.,;:!?)]|$)/g, '$1'],
  [/[ \t]*\|[ \t]*/g, ' '],
  [/\s*\n\s*/g, '\n'],
];

/** The words of an answer, as one would read them to somebody. */
export function spokenText(markdown: string): string {
  return MARKS.reduce((text, [mark, rest]) => text.replace(mark, rest), markdown).trim();
}
