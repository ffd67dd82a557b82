'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import type { Filter } from '../model/views';
import { type Place, placeUrl, readPlace } from './view-url';

/** Whether a change of the address is a step that "back" undoes. */
type Step = 'push' | 'replace';

export interface Navigation extends Place {
  go(place: Place, step?: Step): void;
  show(part: Partial<Filter>, step?: Step): void;
  openTask(id: number | null): void;
}

/** The place that the address names. Changing it asks no server: all tasks are in the browser. */
export function usePlace(): Navigation {
  const params = useSearchParams();
  return useMemo(() => {
    const place = readPlace(new URLSearchParams(params));
    const go = (next: Place, step: Step = 'push') => {
      const url = placeUrl(next);
      if (url === `${window.location.pathname}${window.location.search}`) return;
      if (step === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    };
    return {
      ...place,
      go,
      show: (part, step) => go({ filter: { ...place.filter, ...part }, open: null }, step),
      openTask: (open) => go({ filter: place.filter, open }, 'replace'),
    };
  }, [params]);
}
