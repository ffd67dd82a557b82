import temml from 'temml';

/** Returns MathML made of nodes, or `null` when the formula cannot be read. */
export function renderMath(formula: string, isDisplay: boolean): Element | null {
  const holder = document.createElement('span');
  try {
    temml.render(formula, holder, {
      displayMode: isDisplay,
      throwOnError: true,
      trust: false,
      maxExpand: 500,
      maxSize: [50, 50],
    });
  } catch {
    return null;
  }
  return holder.firstElementChild;
}
