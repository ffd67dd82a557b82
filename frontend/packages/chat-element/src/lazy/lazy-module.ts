import { useEffect, useState } from 'preact/hooks';

/** A module that is fetched when it is first needed, then at hand without waiting. */
export interface LazyModule<T> {
  readonly current: T | null;
  load(): Promise<T | null>;
}

export function lazyModule<T>(fetchModule: () => Promise<T>): LazyModule<T> {
  let loaded: T | null = null;
  let pending: Promise<T | null> | null = null;
  return {
    get current() {
      return loaded;
    },
    load() {
      pending ??= fetchModule().then(
        (module) => (loaded = module),
        () => {
          // Offline or an old deployment: the plain form stays, and the next use tries again.
          pending = null;
          return null;
        },
      );
      return pending;
    },
  };
}

/** Returns the module once it is there; `isNeeded` false does not fetch it. */
export function useLazyModule<T>(lazy: LazyModule<T>, isNeeded = true): T | null {
  const [, setLoaded] = useState(lazy.current !== null);
  useEffect(() => {
    if (!isNeeded || lazy.current) return;
    let isMounted = true;
    void lazy.load().then((module) => {
      if (isMounted && module) setLoaded(true);
    });
    return () => {
      isMounted = false;
    };
  }, [lazy, isNeeded]);
  return isNeeded ? lazy.current : null;
}
