'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { onIdle } from '@/lib/idle';

const AGAIN_MS = 5_000;

/** The toaster, fetched after everything that is seen at first. */
export function ToasterLater() {
  const [Toaster, setToaster] = useState<ComponentType | null>(null);
  useEffect(() => {
    let cancel = () => {};
    const load = () => {
      import('./Toaster').then(
        (part) => setToaster(() => part.Toaster),
        () => {
          const timer = setTimeout(load, AGAIN_MS);
          cancel = () => clearTimeout(timer);
        },
      );
    };
    cancel = onIdle(load);
    return () => cancel();
  }, []);
  return Toaster ? <Toaster /> : null;
}
