import type { Entity } from '@openai/chatkit';
import type { TagPart, UserContent } from '../protocol/items.js';

/** A mention within the text: `text.slice(start, end)` is `@` and the entity's title. */
export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly entity: Entity;
}

/** Plain text in which some ranges stand for entities. */
export interface TaggedText {
  readonly text: string;
  /** In order, not overlapping. */
  readonly tags: readonly Tag[];
}

export const NO_TEXT: TaggedText = { text: '', tags: [] };

export function plainText(text: string): TaggedText {
  return { text, tags: [] };
}

/** Follows an edit of the plain text: tags before it stay, those after it move, those in it go. */
export function editText(before: TaggedText, text: string): TaggedText {
  const start = commonPrefix(before.text, text);
  const tail = commonSuffix(before.text, text, start);
  const end = before.text.length - tail;
  const shift = text.length - before.text.length;
  const tags = before.tags.flatMap((tag) => {
    if (tag.end <= start) return [tag];
    if (tag.start >= end) return [{ ...tag, start: tag.start + shift, end: tag.end + shift }];
    return [];
  });
  // Text may move so that a repeated letter makes an edit look like another one.
  return {
    text,
    tags: tags.filter((tag) => text.slice(tag.start, tag.end) === labelOf(tag.entity)),
  };
}

/** Puts a mention in the place of a range, and a space behind it. */
export function insertTag(
  before: TaggedText,
  range: { readonly start: number; readonly end: number },
  entity: Entity,
): TaggedText {
  const label = labelOf(entity);
  const rest = before.text.slice(range.end);
  const gap = /^\s/.test(rest) ? '' : ' ';
  const text = `${before.text.slice(0, range.start)}${label}${gap}${rest}`;
  const tag = { start: range.start, end: range.start + label.length, entity };
  const others = editText(before, text).tags.filter(
    (other) => other.end <= tag.start || other.start >= tag.end,
  );
  return { text, tags: [...others, tag].toSorted((a, b) => a.start - b.start) };
}

/** The tag that ends exactly here, which one Backspace takes away as a whole. */
export function tagEndingAt({ tags }: TaggedText, position: number): Tag | undefined {
  return tags.find((tag) => tag.end === position);
}

/** The parts of a message; white space around it is left out. */
export function toContent(draft: TaggedText): UserContent[] {
  const content: UserContent[] = [];
  let from = 0;
  for (const { start, end, entity } of draft.tags) {
    pushText(content, draft.text.slice(from, start));
    content.push(tagPart(entity));
    from = end;
  }
  pushText(content, draft.text.slice(from));
  return trimmed(content);
}

/** A draft from the parts of a message; tags of a page's own may lack their data. */
export function fromContent(
  content: readonly (UserContent | (Omit<TagPart, 'data'> & { readonly data?: object }))[],
): TaggedText {
  let text = '';
  const tags: Tag[] = [];
  for (const part of content) {
    if (part.type === 'input_text') {
      text += part.text;
      continue;
    }
    const entity = entityOf(part);
    const start = text.length;
    text += labelOf(entity);
    tags.push({ start, end: text.length, entity });
  }
  return { text, tags };
}

export function labelOf(entity: Entity): string {
  return `@${entity.title}`;
}

export function tagPart(entity: Entity): TagPart {
  return {
    type: 'input_tag',
    id: entity.id,
    text: entity.title,
    data: entity.data ?? {},
    ...(entity.group !== undefined && { group: entity.group }),
    interactive: entity.interactive ?? false,
  };
}

export function entityOf(part: Omit<TagPart, 'data'> & { readonly data?: object }): Entity {
  return {
    id: part.id,
    title: part.text,
    data: (part.data ?? {}) as Record<string, string>,
    ...(part.group !== undefined && { group: part.group }),
    ...(part.interactive !== undefined && { interactive: part.interactive }),
  };
}

function pushText(content: UserContent[], text: string): void {
  if (text) content.push({ type: 'input_text', text });
}

function trimmed(content: UserContent[]): UserContent[] {
  return content
    .map((part, index) => {
      if (part.type !== 'input_text') return part;
      const start = index === 0 ? part.text.trimStart() : part.text;
      return { ...part, text: index === content.length - 1 ? start.trimEnd() : start };
    })
    .filter((part) => part.type !== 'input_text' || part.text !== '');
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonSuffix(a: string, b: string, prefix: number): number {
  const longest = Math.min(a.length, b.length) - prefix;
  let length = 0;
  while (length < longest && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length;
}
