import type { Token } from 'markdown-it';
import { convertBlocks, type ReadInline } from './convert.js';
import { heal } from './heal.js';
import { InlineReader, type References } from './inline-reader.js';
import type { BlockNode } from './nodes.js';
import { share } from './share.js';
import { markdown } from './syntax.js';

export interface MarkdownBlock {
  /** Place in the document, which a block keeps for ever. */
  readonly key: number;
  readonly nodes: readonly BlockNode[];
}

interface ParsedBlock extends MarkdownBlock {
  readonly source: string;
  /** The link definitions that were known when the block was parsed. */
  readonly references: string;
}

/**
 * Parses a text that grows. Blocks that later text cannot change are parsed once and keep their
 * identity; each call parses only what follows them.
 */
export class IncrementalParser {
  #finished: ParsedBlock[] = [];
  #finishedText = '';
  /** Definitions inside the finished text. */
  #references: References = {};
  readonly #inline = new InlineReader();
  /** The blocks of the last call, whose equal parts the next call uses again. */
  #blocks: readonly ParsedBlock[] = [];

  parse(text: string, isStreaming: boolean): readonly MarkdownBlock[] {
    const source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    if (!source.startsWith(this.#finishedText)) this.#reset();
    const tail = source.slice(this.#finishedText.length);
    const { pieces, references } = splitBlocks(tail, this.#references);
    const known = fingerprint(references);

    const finished = this.#finished.map((block) => this.#refresh(block, references, known));
    const open = pieces.map((piece, index) => {
      const isLast = index === pieces.length - 1;
      const shown = isLast && isStreaming ? healed(piece) : piece;
      return this.#parseBlock(finished.length + index, shown, references, known);
    });
    this.#finished = finished;
    this.#blocks = [...finished, ...open];
    this.#inline.forgetUnused();
    this.#finish(pieces, open);
    return this.#blocks;
  }

  #reset(): void {
    this.#finished = [];
    this.#finishedText = '';
    this.#references = {};
  }

  /** Parses a finished block again when a link definition has come after it that it may use. */
  #refresh(block: ParsedBlock, references: References, known: string): ParsedBlock {
    if (block.references === known || !block.source.includes(']')) return block;
    return this.#parseBlock(block.key, pieceOf(block.source), references, known);
  }

  #parseBlock(key: number, piece: Piece, references: References, known: string): ParsedBlock {
    const { source, tokens } = piece;
    const before = this.#blocks[key];
    if (before?.source === source && before.references === known) return before;
    const readInline: ReadInline = (content) => this.#inline.read(content, references, known);
    const nodes = convertBlocks(tokens, readInline);
    return share(before, { key, source, references: known, nodes });
  }

  /** Moves every block but the last to the finished ones, unless more text could still join them. */
  #finish(pieces: readonly Piece[], open: readonly ParsedBlock[]): void {
    const [before, last] = pieces.slice(-2);
    if (!before || !last || couldJoin(before.source, last.source)) return;
    const finishedTail = pieces
      .slice(0, -1)
      .map((piece) => piece.source)
      .join('');
    this.#references = { ...splitBlocks(finishedTail, this.#references).references };
    this.#finished = [...this.#finished, ...open.slice(0, -1)];
    this.#finishedText += finishedTail;
  }
}

/** The source of one block and its structure. */
interface Piece {
  readonly source: string;
  readonly tokens: readonly Token[];
}

interface Split {
  /** The text cut before every block; together they are the whole text. */
  readonly pieces: readonly Piece[];
  readonly references: References;
}

function splitBlocks(text: string, known: References): Split {
  const references = { ...known };
  const tokens = blockTokens(text, references);
  const starts = tokens.flatMap((token, index) =>
    token.level === 0 && token.nesting !== -1 ? [{ index, line: token.map?.[0] ?? 0 }] : [],
  );
  const sources = cutAtLines(
    text,
    starts.slice(1).map((start) => start.line),
  );
  const pieces = sources.map((source, place) => ({
    source,
    tokens: tokens.slice(starts[place]?.index ?? 0, starts[place + 1]?.index),
  }));
  return { pieces, references };
}

function pieceOf(source: string): Piece {
  return { source, tokens: blockTokens(source, {}) };
}

function healed(piece: Piece): Piece {
  const source = heal(piece.source);
  return source === piece.source ? piece : pieceOf(source);
}

/** The structure of a text without what is inside its lines; adds its definitions to `references`. */
function blockTokens(text: string, references: References): readonly Token[] {
  const tokens: Token[] = [];
  markdown.block.parse(text, markdown, { references }, tokens);
  return tokens;
}

function cutAtLines(text: string, lines: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  let line = 0;
  let from = 0;
  let position = 0;
  for (const target of lines) {
    while (line < target) {
      position = text.indexOf('\n', position) + 1;
      line += 1;
    }
    pieces.push(text.slice(from, position));
    from = position;
  }
  pieces.push(text.slice(from));
  return pieces;
}

/**
 * Whether an unfinished line that opens the last block may yet become part of the block before it:
 * right below it as a lazy continuation, and below a blank line as the next item of its list.
 */
function couldJoin(before: string, last: string): boolean {
  if (last.includes('\n')) return false;
  if (!/\n[ \t]*\n$/.test(before)) return true;
  return /^[\s\d.)*+_-]*$/.test(last);
}

function fingerprint(references: References): string {
  const labels = Object.keys(references);
  return labels.length === 0 ? '' : JSON.stringify(references);
}
