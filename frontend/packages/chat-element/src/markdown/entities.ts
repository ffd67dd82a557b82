import { characterEntitiesHtml4 } from 'character-entities-html4';

/**
 * Stands in for the `entities` package, whose table of all 2,231 names weighs as much as the rest of
 * the Markdown parser: the 252 names of HTML 4 are known, any other stays as it is written.
 */
export function decodeHTMLStrict(text: string): string {
  return text.replace(/&(#[xX][\da-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
    if (name.startsWith('#')) return decodeNumber(name);
    return Object.hasOwn(NAMES, name) ? (NAMES[name] ?? whole) : whole;
  });
}

const NAMES: Readonly<Record<string, string>> = { ...characterEntitiesHtml4, apos: "'" };

function decodeNumber(reference: string): string {
  const isHex = /^#x/i.test(reference);
  const code = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const isValid = code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isValid ? String.fromCodePoint(code) : '\uFFFD';
}
