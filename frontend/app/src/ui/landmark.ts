const LANDMARKS = 'header, nav, main, aside, footer, [role="dialog"], [role="alertdialog"]';

/**
 * Where to put what pops up: into the landmark of its trigger, not at the end of the page, so that
 * who goes by landmarks finds it where it belongs.
 */
export function landmarkOf(trigger: HTMLElement | null): HTMLElement | null {
  return trigger?.closest<HTMLElement>(LANDMARKS) ?? null;
}
