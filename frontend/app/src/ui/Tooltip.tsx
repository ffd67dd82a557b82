'use client';

import { Tooltip as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './Keys';
import { useLandmark } from './use-landmark';

/** Says what a control without words does. Its child must take a ref. */
export function Tooltip({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string;
  children: ReactNode;
}) {
  const landmark = useLandmark();
  return (
    <Primitive.Provider delayDuration={400} skipDelayDuration={200}>
      <Primitive.Root onOpenChange={landmark.onOpenChange}>
        <Primitive.Trigger asChild ref={landmark.trigger}>
          {children}
        </Primitive.Trigger>
        <Primitive.Portal container={landmark.container}>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 flex items-center gap-2 rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-2 data-[state=delayed-open]:animate-fade-in"
          >
            {text}
            {keys ? <Keys keys={keys} inverted /> : null}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
