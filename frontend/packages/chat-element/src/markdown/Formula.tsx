import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { lazyModule, useLazyModule } from '../lazy/lazy-module.js';

const maths = lazyModule(() => import('./maths.js'));

const LONGEST_FORMULA = 10_000;

/** A formula as MathML; its source until the renderer is there, and when it cannot be read. */
export function Formula(props: { value: string; isDisplay: boolean }): JSX.Element {
  const { value, isDisplay } = props;
  const holder = useRef<HTMLSpanElement>(null);
  const module = useLazyModule(maths, value.length <= LONGEST_FORMULA);

  useLayoutEffect(() => {
    const formula = module?.renderMath(value, isDisplay) ?? null;
    // While a formula streams it is often unreadable for a moment: the last good form stays.
    const isGrowing = formula === null && holder.current?.firstElementChild != null;
    if (!isGrowing) holder.current?.replaceChildren(formula ?? value);
    holder.current?.classList.toggle('ck-md-formula--source', formula === null && !isGrowing);
  }, [module, value, isDisplay]);

  const name = isDisplay ? 'ck-md-formula ck-md-formula--display' : 'ck-md-formula';
  return <span ref={holder} class={name} dir="ltr" />;
}
