import type { JSX } from 'preact';
import type { Annotation, Source } from '../../core/protocol/sources.js';
import { Icon } from '../../icons/Icon.js';
import { linkTarget } from '../../markdown/links.js';
import { useStrings } from '../shared/context.js';

/** Where an answer comes from, each source once. */
export function Sources({ annotations }: { annotations: readonly Annotation[] }): JSX.Element {
  const strings = useStrings();
  const sources = distinct(annotations.map((annotation) => annotation.source));
  return (
    <details class="ck-sources" part="sources">
      <summary>
        {strings.sources(sources.length)}
        <Icon name="ui:chevron-down" size={14} />
      </summary>
      <ol>
        {sources.map((source) => (
          <li key={keyOf(source)}>
            <SourceLine source={source} />
          </li>
        ))}
      </ol>
    </details>
  );
}

export function SourceLine({ source }: { source: Source }): JSX.Element {
  const target = source.type === 'url' ? linkTarget(source.url) : null;
  const details = detailsOf(source);
  const text = (
    <>
      <bdi>{source.title || details}</bdi>
      {details && source.title && <bdi class="ck-source-detail">{details}</bdi>}
    </>
  );
  if (source.type !== 'url' || target?.kind !== 'external')
    return <span class="ck-source">{text}</span>;
  return (
    <a class="ck-source" href={target.href} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}

function detailsOf(source: Source): string {
  switch (source.type) {
    case 'url':
      return source.attribution ?? hostOf(source.url);
    case 'file':
      return source.filename === source.title ? '' : source.filename;
    case 'entity':
      return source.label ?? source.group ?? '';
  }
}

function hostOf(url: string): string {
  return URL.parse?.(url)?.hostname.replace(/^www\./, '') ?? '';
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [keyOf(source), source])).values()];
}

function keyOf(source: Source): string {
  switch (source.type) {
    case 'url':
      return `url:${source.url}`;
    case 'file':
      return `file:${source.filename}`;
    case 'entity':
      return `entity:${source.id}`;
  }
}
