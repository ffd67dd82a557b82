import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons/Icon.js';
import { lazyModule } from '../lazy/lazy-module.js';
import { copyText } from './copy.js';
import type { HighlightNode } from './highlighter.js';
import { useMarkdownStrings } from './strings.js';

const highlighter = lazyModule(() => import('./highlighter.js'));

export interface CodeBlockProps {
  readonly language: string;
  readonly value: string;
  /** Whether more code is still to come. */
  readonly isOpen: boolean;
}

export function CodeBlock({ language, value, isOpen }: CodeBlockProps): JSX.Element {
  const text = useMarkdownStrings();
  return (
    <figure class="ck-md-code" dir="ltr">
      <figcaption class="ck-md-code-bar">
        <span class="ck-md-code-language">{language || text.code}</span>
        <CopyButton value={value} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable without a pointer */}
      <pre class="ck-md-code-body" tabIndex={0}>
        <code>{useHighlighted(value, language, isOpen)}</code>
      </pre>
    </figure>
  );
}

const COPIED_SHOWN_MS = 2000;

function CopyButton({ value }: { value: string }): JSX.Element {
  const text = useMarkdownStrings();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => setCopied(await copyText(value));
  return (
    <button type="button" class="ck-md-copy" onClick={copy} aria-label={text.copyCode}>
      <Icon name={isCopied ? 'ui:check' : 'ui:copy'} size={14} />
      <span aria-hidden="true">{isCopied ? text.copied : text.copy}</span>
      <span class="ck-md-hidden" role="status">
        {isCopied ? text.copied : ''}
      </span>
    </button>
  );
}

/** Highlighting looks at the whole block, so growing code is coloured now and then, not per token. */
const REPAINT_MS = 200;
const LONGEST_HIGHLIGHTED = 100_000;
const LONGEST_HIGHLIGHTED_WHILE_OPEN = 20_000;

interface Painted {
  readonly value: string;
  readonly language: string;
  readonly nodes: readonly HighlightNode[];
}

/** The code with its colours as far as they are known; the rest of it is plain. */
function useHighlighted(value: string, language: string, isOpen: boolean): ComponentChildren {
  const [painted, setPainted] = useState<Painted | null>(() => paint(value, language));
  const latest = useRef(value);
  latest.current = value;
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const limit = isOpen ? LONGEST_HIGHLIGHTED_WHILE_OPEN : LONGEST_HIGHLIGHTED;
  const isWanted = language !== '' && value.length <= limit;

  useEffect(() => {
    if (!isWanted || (painted?.value === value && painted.language === language)) return;
    if (isOpen && timer.current !== null) return;
    const repaint = async () => {
      timer.current = null;
      await highlighter.load();
      setPainted(paint(latest.current, language));
    };
    if (!isOpen) void repaint();
    else timer.current = setTimeout(() => void repaint(), REPAINT_MS);
  }, [value, language, isOpen, isWanted, painted]);

  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  if (painted?.language !== language || !value.startsWith(painted.value)) return value;
  return [...painted.nodes.map(draw), value.slice(painted.value.length)];
}

function paint(value: string, language: string): Painted | null {
  if (value.length > LONGEST_HIGHLIGHTED) return null;
  const nodes = highlighter.current?.highlight(value, language);
  return nodes ? { value, language, nodes } : null;
}

function draw(node: HighlightNode, key: number): ComponentChildren {
  if (typeof node === 'string') return node;
  return (
    <span key={key} class={node.className}>
      {node.children.map(draw)}
    </span>
  );
}
