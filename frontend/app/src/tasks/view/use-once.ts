'use client';

import { useRef } from 'react';

/** Whether something was ever true: what was opened once stays, so that it can close in its own time. */
export function useOnce(isTrue: boolean): boolean {
  const was = useRef(false);
  if (isTrue) was.current = true;
  return was.current;
}
