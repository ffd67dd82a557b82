/** Calls `then` if the page is left before `work` has ended: whatever led away, what was typed can be kept. */
export function ifLeftBefore(work: Promise<unknown>, then: () => void): void {
  const page = globalThis as Partial<Pick<Window, 'addEventListener' | 'removeEventListener'>>;
  const stay = () => page.removeEventListener?.('pagehide', then);
  page.addEventListener?.('pagehide', then);
  void work.then(stay, stay);
}
