'use client';

import { useRef, useState } from 'react';

const LANDMARKS = 'header, nav, main, aside, footer, [role="dialog"], [role="alertdialog"]';

/**
 * Where to put what pops up: into the landmark of its trigger, not at the end of the page, so that
 * who goes by landmarks finds it where it belongs.
 */
export function useLandmark() {
  const trigger = useRef<HTMLButtonElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const onOpenChange = (open: boolean) => {
    if (open) setContainer(trigger.current?.closest<HTMLElement>(LANDMARKS) ?? null);
  };
  return { trigger, container, onOpenChange };
}
