import { editText, type TaggedText } from '../../core/drafts/tagged-text.js';

/** Adds an `@` at the end of the draft, as the start of a word. */
export function insertAt(content: TaggedText): TaggedText {
  const gap = content.text === '' || /\s$/.test(content.text) ? '' : ' ';
  return editText(content, `${content.text}${gap}@`);
}
