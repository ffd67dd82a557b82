'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import { AssistantSkeleton } from './AssistantSkeleton';
import { type Guest, useAssistantHost } from './assistant-host';

/** Where a page shows the assistant; `thread` is one to show first, instead of the last one. */
export function AssistantSlot({ thread = null, ...guest }: Guest & { thread?: string | null }) {
  const { enter } = useAssistantHost();
  const slot = useRef<HTMLDivElement>(null);
  const [isIn, setIsIn] = useState(false);
  const [first] = useState(thread);
  const latest = useRef<Guest>(guest);
  latest.current = guest;
  useLayoutEffect(() => {
    if (!slot.current) return;
    const leave = enter(slot.current, () => latest.current, first);
    setIsIn(true);
    return leave;
  }, [enter, first]);
  return (
    <>
      <div ref={slot} className={isIn ? 'size-full' : 'hidden'} />
      {isIn ? null : <AssistantSkeleton />}
    </>
  );
}
