import type { ComponentChildren, JSX } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { AnnotationMarker } from './AnnotationMarker.js';
import { MarkdownContext } from './context.js';
import { Formula } from './Formula.js';
import { isImageAllowed, linkTarget } from './links.js';
import type { InlineNode } from './nodes.js';

export function Inline({ nodes }: { nodes: readonly InlineNode[] }): JSX.Element {
  return <>{nodes.map(drawInline)}</>;
}

function drawInline(node: InlineNode, key: number): ComponentChildren {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'strong':
      return <strong key={key}>{node.children.map(drawInline)}</strong>;
    case 'emphasis':
      return <em key={key}>{node.children.map(drawInline)}</em>;
    case 'strikethrough':
      return <del key={key}>{node.children.map(drawInline)}</del>;
    case 'code':
      return (
        <code key={key} class="ck-md-inline-code" dir="ltr">
          {node.value}
        </code>
      );
    case 'break':
      return <br key={key} />;
    case 'math':
      return <Formula key={key} value={node.value} isDisplay={node.isDisplay} />;
    case 'marker':
      return <Marker key={key} group={node.group} />;
    case 'link':
      return (
        <Link key={key} href={node.href} title={node.title}>
          {node.children.map(drawInline)}
        </Link>
      );
    case 'image':
      return <MarkdownImage key={key} src={node.src} alt={node.alt} title={node.title} />;
  }
}

function Marker({ group }: { group: number }): JSX.Element | null {
  const { groups, onAnnotationClick } = useContext(MarkdownContext);
  const found = groups[group];
  if (!found) return null;
  return (
    <AnnotationMarker
      group={found}
      {...(onAnnotationClick ? { onClick: onAnnotationClick } : {})}
    />
  );
}

function Link(props: { href: string; title: string; children: ComponentChildren }): JSX.Element {
  const { onDeeplink } = useContext(MarkdownContext);
  const target = linkTarget(props.href);
  const title = props.title === '' ? undefined : props.title;
  switch (target.kind) {
    case 'none':
      return <span title={title}>{props.children}</span>;
    case 'deeplink':
      return (
        // biome-ignore lint/a11y/useSemanticElements: an anchor would need an address to go to
        <button
          type="button"
          role="link"
          class="ck-md-link"
          title={title}
          onClick={() => onDeeplink(target.name, target.data)}
        >
          {props.children}
        </button>
      );
    case 'external':
      return (
        <a
          class="ck-md-link"
          href={target.href}
          title={title}
          target="_blank"
          rel="noopener noreferrer"
        >
          {props.children}
        </a>
      );
  }
}

function MarkdownImage({
  src,
  alt,
  title,
}: {
  src: string;
  alt: string;
  title: string;
}): JSX.Element {
  const { allowedImageDomains } = useContext(MarkdownContext);
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed || !isImageAllowed(src, allowedImageDomains)) {
    return (
      <Link href={src} title={title}>
        {alt || src}
      </Link>
    );
  }
  return (
    <img
      class="ck-md-image"
      src={src}
      alt={alt}
      title={title === '' ? undefined : title}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => setFailed(true)}
    />
  );
}
