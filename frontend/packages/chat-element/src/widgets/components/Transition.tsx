import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Children } from './Children.js';
import type { NodeProps } from './types.js';

const DURATION_MS = 180;

/** Lets the height of its child follow its content instead of jumping. */
export function Transition({ node }: NodeProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const height = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new node is what changes the height
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = height.current;
    const after = element.getBoundingClientRect().height;
    height.current = after;
    if (before === null || Math.abs(before - after) < 1 || prefersLessMotion()) return;
    element.animate?.([{ height: `${before}px` }, { height: `${after}px` }], {
      duration: DURATION_MS,
      easing: 'ease-out',
    });
  }, [node]);

  return (
    <div ref={box} class="ck-w-transition">
      <Children node={node} />
    </div>
  );
}

function prefersLessMotion(): boolean {
  return globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
}
