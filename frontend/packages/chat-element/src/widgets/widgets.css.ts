import { contentCss } from './css/content.css.js';
import { controlsCss } from './css/controls.css.js';
import { frameCss } from './css/frame.css.js';

/** Styles of widgets and of the popovers that widgets and source markers open. */
export const css: string = frameCss + contentCss + controlsCss;
