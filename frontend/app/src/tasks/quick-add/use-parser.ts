'use client';

import { useEffect, useState } from 'react';
import type { ParseOptions } from './parse';
import type { Parsed } from './parsed';

type Parse = (text: string, options: ParseOptions) => Parsed;

/** Reads dates in words, which takes a library of its own: it comes once somebody begins to type. */
export async function loadParser(): Promise<Parse> {
  return (await import('./parse')).parseQuickAdd;
}

/** The parser, once it is there. */
export function useParser(wanted: boolean): Parse | null {
  const [parse, setParse] = useState<Parse | null>(null);
  useEffect(() => {
    if (!wanted || parse) return;
    let isCurrent = true;
    // Without it the text is only text; the next key press tries again.
    loadParser().then(
      (loaded) => {
        if (isCurrent) setParse(() => loaded);
      },
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted, parse]);
  return parse;
}
