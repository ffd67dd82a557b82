import { afterEach, expect, it, vi } from 'vitest';
import { ifLeftBefore } from './if-left';

afterEach(() => vi.unstubAllGlobals());

function page(): EventTarget {
  const target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  return target;
}

it('is called if the page is left while the work goes on', () => {
  const target = page();
  const left = vi.fn();
  ifLeftBefore(new Promise(() => {}), left);
  target.dispatchEvent(new Event('pagehide'));
  expect(left).toHaveBeenCalledOnce();
});

it.each([
  ['done', () => Promise.resolve()],
  ['refused', () => Promise.reject(new Error('refused'))],
])('is not called once the work is %s', async (_, begin) => {
  const target = page();
  const left = vi.fn();
  const work = begin();
  ifLeftBefore(work, left);
  await work.catch(() => {});
  await Promise.resolve();
  target.dispatchEvent(new Event('pagehide'));
  expect(left).not.toHaveBeenCalled();
});
