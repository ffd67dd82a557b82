/** Longest wait on a page that never rests. */
const LONGEST_MS = 3_000;

/** Calls back once the page is loaded and the browser has nothing else to do; the returned function gives it up. */
export function onIdle(callback: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    // Safari has no idle callback.
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = setTimeout(callback, 200);
      cancel = () => clearTimeout(timer);
      return;
    }
    const handle = window.requestIdleCallback(callback, { timeout: LONGEST_MS });
    cancel = () => window.cancelIdleCallback(handle);
  };
  if (document.readyState === 'complete') {
    wait();
    return () => cancel();
  }
  window.addEventListener('load', wait, { once: true });
  return () => {
    window.removeEventListener('load', wait);
    cancel();
  };
}
