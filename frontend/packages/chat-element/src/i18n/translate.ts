import { en } from './en.js';
import type { Strings } from './strings.js';
import { ur } from './ur.js';

const TRANSLATIONS: Readonly<Record<string, Strings>> = { en, ur };
const RIGHT_TO_LEFT = new Set([
  'ar',
  'arc',
  'ckb',
  'dv',
  'fa',
  'he',
  'ks',
  'ps',
  'sd',
  'ug',
  'ur',
  'yi',
]);

/** The texts of a language, or the English ones. */
export function stringsFor(locale: string): Strings {
  return TRANSLATIONS[languageOf(locale)] ?? en;
}

/** The language the texts are really in, for the `lang` attribute. */
export function translatedLanguage(locale: string): string {
  const language = languageOf(locale);
  return Object.hasOwn(TRANSLATIONS, language) ? language : 'en';
}

/** The direction follows the language asked for: the messages will be in it. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(languageOf(locale)) ? 'rtl' : 'ltr';
}

function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] ?? 'en';
}

const RIGHT_TO_LEFT_LETTER =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Where a text runs, by its first letter, as `dir="auto"` has it. */
export function directionOfText(text: string): 'ltr' | 'rtl' {
  const letter = /\p{L}/u.exec(text)?.[0] ?? '';
  return RIGHT_TO_LEFT_LETTER.test(letter) ? 'rtl' : 'ltr';
}
