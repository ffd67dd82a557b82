// biome-ignore-all lint/suspicious/noArrayIndexKey: annotations have no ids, and their order is fixed
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Annotation } from '../core/protocol/sources.js';
import { Icon } from '../icons/Icon.js';
import { Popover } from '../widgets/Popover.js';
import type { AnnotationGroup } from './annotations.js';
import { linkTarget } from './links.js';
import { useMarkdownStrings } from './strings.js';

export interface AnnotationMarkerProps {
  readonly group: AnnotationGroup;
  readonly onClick?: (annotation: Annotation) => void;
}

/** The small button in the text that shows where a statement comes from. */
export function AnnotationMarker({ group, onClick }: AnnotationMarkerProps): JSX.Element {
  const text = useMarkdownStrings();
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { isOpen, setOpen, hover } = useHover();
  const [only] = group.annotations;
  const isDirect =
    onClick !== undefined &&
    group.annotations.length === 1 &&
    only !== undefined &&
    isInteractive(only);

  return (
    <span class="ck-md-marker-holder">
      {WORD_JOINER}
      <button
        ref={button}
        type="button"
        class="ck-md-marker"
        aria-label={markerLabel(group, text)}
        aria-expanded={isDirect ? undefined : isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => (isDirect ? onClick(only) : setOpen(!isOpen))}
        {...hover}
      >
        <MarkerFace group={group} />
      </button>
      {isOpen && (
        <Popover
          anchor={button}
          placement="bottom"
          onClose={() => setOpen(false)}
          class="ck-md-sources"
          {...hover}
        >
          <ul id={id} class="ck-md-source-list" aria-label={text.sources}>
            {group.annotations.map((annotation, index) => (
              <li key={index}>
                <SourceCard annotation={annotation} {...(onClick ? { onClick } : {})} />
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </span>
  );
}

/** Keeps a marker on the line of the word before it. */
const WORD_JOINER = '\u2060';

const HOVER_DELAY_MS = 200;

/** Opens after a short rest of the mouse; the way from the marker to its popover keeps it open. */
function useHover() {
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const after = (next: boolean) => (event?: PointerEvent) => {
    if (event && event.pointerType !== 'mouse') return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), HOVER_DELAY_MS);
  };
  return { isOpen, setOpen, hover: { onPointerEnter: after(true), onPointerLeave: after(false) } };
}

function MarkerFace({ group }: { group: AnnotationGroup }): JSX.Element {
  const [first] = group.annotations;
  const [number] = group.numbers;
  const more = group.annotations.length - 1;
  const rest = more > 0 ? <span class="ck-md-marker-more">+{more}</span> : null;
  if (first?.source.type === 'entity') {
    const { icon, inline_label: label } = first.source;
    return (
      <>
        {icon ? <Icon name={icon} size={12} /> : null}
        {label ? <span>{label}</span> : null}
        {!icon && !label ? number : null}
        {rest}
      </>
    );
  }
  return (
    <>
      {number}
      {rest}
    </>
  );
}

function SourceCard({
  annotation,
  onClick,
}: {
  annotation: Annotation;
  onClick?: (a: Annotation) => void;
}) {
  const text = useMarkdownStrings();
  const { source } = annotation;
  const target = source.type === 'url' ? linkTarget(source.url) : null;
  const body = (
    <>
      <span class="ck-md-source-title">{sourceTitle(annotation)}</span>
      {source.description ? <span class="ck-md-source-text">{source.description}</span> : null}
      <span class="ck-md-source-origin">{sourceOrigin(annotation)}</span>
    </>
  );
  if (target?.kind === 'external') {
    return (
      <a
        class="ck-md-source"
        href={target.href}
        target="_blank"
        rel="noopener noreferrer"
        onClick={() => onClick?.(annotation)}
      >
        {body}
        <span class="ck-md-hidden">{text.opensNewTab}</span>
      </a>
    );
  }
  if (onClick && isInteractive(annotation)) {
    return (
      <button type="button" class="ck-md-source" onClick={() => onClick(annotation)}>
        {body}
      </button>
    );
  }
  return <div class="ck-md-source">{body}</div>;
}

function isInteractive({ source }: Annotation): boolean {
  return source.type === 'entity' && source.interactive === true;
}

/** The words a person knows the source by. */
export function sourceTitle({ source }: Annotation): string {
  switch (source.type) {
    case 'url':
      return source.title || hostName(source.url);
    case 'file':
      return source.title || source.filename;
    case 'entity':
      return source.title || source.label || source.inline_label || source.id;
  }
}

function sourceOrigin({ source }: Annotation): string {
  const parts: (string | null | undefined)[] = [];
  if (source.type === 'url') parts.push(source.attribution || hostName(source.url));
  if (source.type === 'file' && source.title) parts.push(source.filename);
  if (source.type === 'entity' && source.title) parts.push(source.label);
  parts.push(source.timestamp);
  return parts.filter(Boolean).join(' · ');
}

function hostName(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return url;
  }
}

function markerLabel(group: AnnotationGroup, text: { source: string; sources: string }): string {
  const titles = group.annotations.map(sourceTitle).join(', ');
  const [number] = group.numbers;
  if (group.annotations.length > 1) return `${text.sources}: ${titles}`;
  return `${text.source} ${number ?? ''}: ${titles}`;
}
