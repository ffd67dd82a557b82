'use client';

import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { withToast } from './toast';

interface Later {
  /** From now on; it stays, so that it can close in its own time. */
  wanted: boolean;
  /** It cannot be had now; it is asked for again when it is wanted again. */
  onMissing: () => void;
  /** Stands where it will be. */
  fallback?: ReactNode;
}

/** A part of the page whose code comes when it is first wanted. Without a connection, the page goes on without it. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P & Later> {
  let there: ComponentType<P> | null = null;
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, by its module
  return function LaterPart({ wanted, onMissing, fallback, ...props }: P & Later) {
    const [Part, setPart] = useState(() => there);
    const tellMissing = useEffectEvent(onMissing);
    useEffect(() => {
      if (!wanted || Part) return;
      let isCurrent = true;
      load().then(
        (loaded) => {
          there = loaded;
          if (isCurrent) setPart(() => loaded);
        },
        () => {
          if (isCurrent) tellMissing();
        },
      );
      return () => {
        isCurrent = false;
      };
    }, [wanted, Part]);
    if (!Part) return wanted ? fallback : null;
    return <Part {...(props as unknown as P)} />;
  };
}

/** Says that a part of the page is not there: "The menu". */
export function sayMissing(what: string): void {
  withToast((toast) => toast.error(`${what} could not be loaded. Check the connection.`));
}
