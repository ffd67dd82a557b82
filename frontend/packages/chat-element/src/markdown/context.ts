import { createContext } from 'preact';
import type { Annotation } from '../core/protocol/sources.js';
import type { AnnotationGroup } from './annotations.js';

/** What the nodes of one text need beyond themselves. */
export interface MarkdownContextValue {
  readonly headingLevel: number;
  readonly allowedImageDomains: readonly string[] | undefined;
  readonly groups: readonly AnnotationGroup[];
  readonly onDeeplink: (name: string, data: Record<string, string>) => void;
  readonly onAnnotationClick: ((annotation: Annotation) => void) | undefined;
}

export const MarkdownContext = createContext<MarkdownContextValue>({
  headingLevel: 3,
  allowedImageDomains: undefined,
  groups: [],
  onDeeplink: () => undefined,
  onAnnotationClick: undefined,
});
