import type { ThreadItem } from '../../core/protocol/items.js';

/** What copying an answer puts on the clipboard: its Markdown, and what widgets offer. */
export function plainTextOf(items: readonly ThreadItem[]): string {
  return items.map(textOf).filter(Boolean).join('\n\n');
}

function textOf(item: ThreadItem): string {
  switch (item.type) {
    case 'assistant_message':
      return item.content.map((part) => part.text).join('\n\n');
    case 'widget':
      return item.copy_text ?? '';
    default:
      return '';
  }
}
