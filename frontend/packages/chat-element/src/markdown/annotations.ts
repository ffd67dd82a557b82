import type { Annotation } from '../core/protocol/sources.js';

/** All annotations that share one position, in the order in which they came. */
export interface AnnotationGroup {
  readonly index: number;
  readonly annotations: readonly Annotation[];
  /** Numbers of these annotations in the order of the text, from 1. */
  readonly numbers: readonly number[];
}

const KNOWN_SOURCES: ReadonlySet<unknown> = new Set(['url', 'file', 'entity']);

/** Groups annotations by position, in the order of the text. */
export function groupAnnotations(annotations: readonly Annotation[]): readonly AnnotationGroup[] {
  const byIndex = new Map<number, Annotation[]>();
  for (const annotation of annotations) {
    const { index, source } = annotation;
    if (typeof index !== 'number' || !KNOWN_SOURCES.has(source?.type)) continue;
    const group = byIndex.get(index);
    if (group) group.push(annotation);
    else byIndex.set(index, [annotation]);
  }
  let count = 0;
  return [...byIndex]
    .sort(([a], [b]) => a - b)
    .map(([index, group]) => ({
      index,
      annotations: group,
      numbers: group.map(() => (count += 1)),
    }));
}
