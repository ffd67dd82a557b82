'use client';

import { useRef, useState } from 'react';
import { landmarkOf } from './landmark';

/** The landmark of a trigger, for what it opens. */
export function useLandmark() {
  const trigger = useRef<HTMLButtonElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const onOpenChange = (open: boolean) => {
    if (open) setContainer(landmarkOf(trigger.current));
  };
  return { trigger, container, onOpenChange };
}
