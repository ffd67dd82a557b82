import { css as markdownCss } from '../markdown/markdown.css.js';
import { css as widgetsCss } from '../widgets/widgets.css.js';
import { answerCss } from './css/answer.css.js';
import { baseCss } from './css/base.css.js';
import { composerCss } from './css/composer.css.js';
import { controlsCss } from './css/controls.css.js';
import { historyCss } from './css/history.css.js';
import { transcriptCss } from './css/transcript.css.js';

let sheets: readonly CSSStyleSheet[] | null = null;

/** The styles that all elements of a page share. Constructed sheets need no `unsafe-inline`. */
export function baseSheets(): readonly CSSStyleSheet[] {
  sheets ??= [
    baseCss,
    controlsCss,
    transcriptCss,
    answerCss,
    composerCss,
    historyCss,
    markdownCss,
    widgetsCss,
  ].map(sheetOf);
  return sheets;
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
