import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Annotation } from '../core/protocol/sources.js';
import { groupAnnotations } from './annotations.js';
import { Blocks } from './Blocks.js';
import { MarkdownContext, type MarkdownContextValue } from './context.js';
import { IncrementalParser } from './incremental.js';
import { insertMarkers } from './markers.js';

export interface MarkdownProps {
  readonly text: string;
  /** While true, more text may come and syntax left open is completed for display. */
  readonly isStreaming: boolean;
  readonly annotations?: readonly Annotation[] | undefined;
  /** Hosts whose images may load; without a list every web image may. */
  readonly allowedImageDomains?: readonly string[] | undefined;
  /** The level that `#` becomes, so that headings fit below those of the page. */
  readonly headingLevel?: number | undefined;
  readonly onDeeplink?: ((name: string, data: Record<string, string>) => void) | undefined;
  readonly onAnnotationClick?: ((annotation: Annotation) => void) | undefined;
}

const NO_ANNOTATIONS: readonly Annotation[] = [];

/** Draws Markdown that may still be growing. Raw HTML in it is shown as text. */
export function Markdown(props: MarkdownProps): JSX.Element {
  const { text, isStreaming, annotations = NO_ANNOTATIONS } = props;
  const parser = useRef<IncrementalParser | null>(null);
  parser.current ??= new IncrementalParser();
  const groups = useMemo(() => groupAnnotations(annotations), [annotations]);
  const blocks = useMemo(() => {
    // A marker whose text has not come yet would wander along with the end of the text.
    const placed = isStreaming ? groups.filter((group) => group.index <= text.length) : groups;
    const positions = placed.map((group) => group.index);
    return parser.current?.parse(insertMarkers(text, positions), isStreaming) ?? [];
  }, [text, isStreaming, groups]);

  const last = blocks.length - 1;
  return (
    <MarkdownContext.Provider value={useContextValue(props, groups)}>
      <div class="ck-md" dir="auto">
        {blocks.map((block, index) => (
          <Blocks key={block.key} nodes={block.nodes} isOpen={isStreaming && index === last} />
        ))}
      </div>
    </MarkdownContext.Provider>
  );
}

/** Handlers are often new functions on every render; the context must not change for them. */
function useContextValue(
  props: MarkdownProps,
  groups: MarkdownContextValue['groups'],
): MarkdownContextValue {
  const { allowedImageDomains, headingLevel = 3 } = props;
  const latest = useRef(props);
  latest.current = props;
  const hasAnnotationHandler = props.onAnnotationClick !== undefined;
  return useMemo(
    () => ({
      headingLevel,
      allowedImageDomains,
      groups,
      onDeeplink: (name, data) => latest.current.onDeeplink?.(name, data),
      onAnnotationClick: hasAnnotationHandler
        ? (annotation) => latest.current.onAnnotationClick?.(annotation)
        : undefined,
    }),
    [headingLevel, allowedImageDomains, groups, hasAnnotationHandler],
  );
}
