import type { Token } from 'markdown-it';
import { splitMarkers, takeMarkers } from './markers.js';
import type { BlockNode, ColumnAlign, InlineNode, ListItem, TableCell } from './nodes.js';

/** Reads the Markdown inside one paragraph, heading or cell. */
export type ReadInline = (content: string) => readonly InlineNode[];

/** Turns the parser's flat tokens into a tree. */
export function convertBlocks(
  tokens: readonly Token[],
  readInline: ReadInline,
): readonly BlockNode[] {
  return new Converter(tokens, readInline).blocksUntil(null);
}

class Converter {
  #position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly readInline: ReadInline,
  ) {}

  /** Reads blocks up to the token of type `end`, which it consumes. */
  blocksUntil(end: string | null): BlockNode[] {
    const blocks: BlockNode[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      const block = this.#block(token);
      if (block) blocks.push(block);
    }
    return blocks;
  }

  #block(token: Token): BlockNode | null {
    switch (token.type) {
      case 'paragraph_open':
        return {
          type: 'paragraph',
          isTight: token.hidden,
          children: this.#inlineUntil('paragraph_close'),
        };
      case 'heading_open':
        return {
          type: 'heading',
          level: Number(token.tag.slice(1)),
          children: this.#inlineUntil('heading_close'),
        };
      case 'blockquote_open':
        return { type: 'quote', children: this.blocksUntil('blockquote_close') };
      case 'bullet_list_open':
        return {
          type: 'list',
          isOrdered: false,
          start: 1,
          items: this.#items('bullet_list_close'),
        };
      case 'ordered_list_open': {
        const start = Number(token.attrGet('start') ?? 1);
        return { type: 'list', isOrdered: true, start, items: this.#items('ordered_list_close') };
      }
      case 'fence':
      case 'code_block':
        return codeBlock(token);
      case 'math_block': {
        const { text, markers } = takeMarkers(token.content);
        return { type: 'mathBlock', value: text, markers };
      }
      case 'table_open':
        return this.#table();
      case 'hr':
        return { type: 'rule' };
      default:
        return null;
    }
  }

  #items(end: string): ListItem[] {
    const items: ListItem[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      if (token.type === 'list_item_open')
        items.push(listItem(this.blocksUntil('list_item_close')));
    }
    return items;
  }

  #table(): BlockNode {
    const rows: TableCell[][] = [];
    let row: TableCell[] = [];
    for (let token = this.#next(); token && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'tr_open') row = [];
      if (token.type === 'tr_close') rows.push(row);
      if (token.type === 'th_open' || token.type === 'td_open') {
        const children = this.#inlineUntil(token.type.replace('open', 'close'));
        row.push({ align: columnAlign(token), children });
      }
    }
    const [head = [], ...body] = rows;
    return { type: 'table', head, rows: body };
  }

  #inlineUntil(end: string): readonly InlineNode[] {
    let children: readonly InlineNode[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      if (token.type === 'inline') children = this.readInline(token.content);
    }
    return children;
  }

  #next(): Token | undefined {
    const token = this.tokens[this.#position];
    this.#position += 1;
    return token;
  }
}

function codeBlock(token: Token): BlockNode {
  const { text, markers } = takeMarkers(token.content);
  const language =
    takeMarkers(token.info)
      .text.trim()
      .split(/[\s{,:]/, 1)[0] ?? '';
  return { type: 'codeBlock', language, value: text.replace(/\n$/, ''), markers };
}

function columnAlign(token: Token): ColumnAlign {
  const style = token.attrGet('style') ?? '';
  const match = /text-align:(left|center|right)/.exec(String(style));
  return (match?.[1] as ColumnAlign | undefined) ?? null;
}

/** Reads GFM's task box at the start of an item. */
function listItem(children: readonly BlockNode[]): ListItem {
  const [first, ...rest] = children;
  if (first?.type !== 'paragraph') return { checked: null, children };
  const [lead, ...words] = first.children;
  const box = lead?.type === 'text' ? /^\[([ xX])\](?:\s+|$)/.exec(lead.value) : null;
  if (!box || lead?.type !== 'text') return { checked: null, children };
  const text: InlineNode = { type: 'text', value: lead.value.slice(box[0].length) };
  return { checked: box[1] !== ' ', children: [{ ...first, children: [text, ...words] }, ...rest] };
}

interface Frame {
  readonly close: string;
  readonly children: InlineNode[];
  readonly wrap: (children: readonly InlineNode[]) => readonly InlineNode[];
}

/** Turns inline tokens into nodes; a stack instead of recursion keeps deep nesting harmless. */
export function convertInline(tokens: readonly Token[]): readonly InlineNode[] {
  const root: InlineNode[] = [];
  const stack: Frame[] = [];
  for (const token of tokens) {
    const frame = openFrame(token);
    const current = stack.at(-1);
    if (frame) {
      stack.push(frame);
    } else if (current?.close === token.type) {
      stack.pop();
      (stack.at(-1)?.children ?? root).push(...current.wrap(current.children));
    } else {
      appendLeaf(current?.children ?? root, token);
    }
  }
  return root;
}

function openFrame(token: Token): Frame | null {
  switch (token.type) {
    case 'strong_open':
      return styled('strong', 'strong_close');
    case 'em_open':
      return styled('emphasis', 'em_close');
    case 's_open':
      return styled('strikethrough', 's_close');
    case 'link_open':
      return { close: 'link_close', children: [], wrap: (children) => link(token, children) };
    default:
      return null;
  }
}

function styled(type: 'strong' | 'emphasis' | 'strikethrough', close: string): Frame {
  return { close, children: [], wrap: (children) => [{ type, children }] };
}

/** Markers are buttons, and a link must hold none: they move behind it. */
function link(token: Token, children: readonly InlineNode[]): readonly InlineNode[] {
  const href = takeMarkers(String(token.attrGet('href') ?? ''));
  const title = takeMarkers(String(token.attrGet('title') ?? ''));
  const markers = [
    ...children.filter((child) => child.type === 'marker'),
    ...markerNodes(href.markers),
    ...markerNodes(title.markers),
  ];
  const words = children.filter((child) => child.type !== 'marker');
  return [{ type: 'link', href: href.text, title: title.text, children: words }, ...markers];
}

function appendLeaf(target: InlineNode[], token: Token): void {
  switch (token.type) {
    case 'text':
    case 'text_special':
      appendText(target, token.content);
      break;
    case 'softbreak':
      appendText(target, '\n');
      break;
    case 'hardbreak':
      target.push({ type: 'break' });
      break;
    case 'code_inline': {
      const { text, markers } = takeMarkers(token.content);
      target.push({ type: 'code', value: text }, ...markerNodes(markers));
      break;
    }
    case 'math': {
      const { text, markers } = takeMarkers(token.content);
      target.push(
        { type: 'math', value: text, isDisplay: token.markup === '$$' },
        ...markerNodes(markers),
      );
      break;
    }
    case 'image': {
      const src = takeMarkers(String(token.attrGet('src') ?? ''));
      const alt = takeMarkers(token.content);
      const title = takeMarkers(String(token.attrGet('title') ?? '')).text;
      target.push({ type: 'image', src: src.text, alt: alt.text, title });
      target.push(...markerNodes([...alt.markers, ...src.markers]));
      break;
    }
  }
}

function appendText(target: InlineNode[], text: string): void {
  for (const part of splitMarkers(text)) {
    const last = target.at(-1);
    if (typeof part === 'number') target.push({ type: 'marker', group: part });
    else if (last?.type === 'text')
      target[target.length - 1] = { type: 'text', value: last.value + part };
    else target.push({ type: 'text', value: part });
  }
}

function markerNodes(groups: readonly number[]): readonly InlineNode[] {
  return groups.map((group) => ({ type: 'marker', group }));
}
