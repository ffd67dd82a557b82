import { convertInline } from './convert.js';
import type { InlineNode } from './nodes.js';
import { markdown } from './syntax.js';

/** Link definitions by their labels. */
export type References = Record<string, { title: string; href: string }>;

/**
 * Parses the text inside blocks and remembers what it read: while a list or a table grows, only its
 * last item or row is new.
 */
export class InlineReader {
  #known = '';
  #remembered = new Map<string, readonly InlineNode[]>();
  #used = new Map<string, readonly InlineNode[]>();

  /** `known` is a fingerprint of the references; another one makes all readings void. */
  read(content: string, references: References, known: string): readonly InlineNode[] {
    if (known !== this.#known) {
      this.#known = known;
      this.#remembered.clear();
      this.#used.clear();
    }
    const nodes =
      this.#used.get(content) ?? this.#remembered.get(content) ?? parse(content, references);
    this.#used.set(content, nodes);
    return nodes;
  }

  /** Keeps only what was read since the last call. */
  forgetUnused(): void {
    this.#remembered = this.#used;
    this.#used = new Map();
  }
}

function parse(content: string, references: References): readonly InlineNode[] {
  return markdown
    .parseInline(content, { references })
    .flatMap((token) => convertInline(token.children ?? []));
}
