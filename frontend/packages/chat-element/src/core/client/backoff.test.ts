import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withBackoff } from './backoff.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const signal = () => new AbortController().signal;

describe('withBackoff', () => {
  it('waits longer each time, until it works', async () => {
    const waits: number[] = [];
    const attempt = vi
      .fn()
      .mockRejectedValueOnce(1)
      .mockRejectedValueOnce(2)
      .mockResolvedValue('ok');
    const result = withBackoff(attempt, {
      signal: signal(),
      isTransient: () => true,
      firstWaitMs: 100,
      onWait: (_, wait) => waits.push(wait),
    });
    await vi.runAllTimersAsync();
    expect(await result).toBe('ok');
    expect(waits[0]).toBeGreaterThanOrEqual(50);
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(waits[1]).toBeGreaterThanOrEqual(100);
    expect(waits[1]).toBeLessThanOrEqual(200);
  });

  it('gives up at once on what will not pass, and after its attempts', async () => {
    const attempt = vi.fn().mockRejectedValue(new Error('no'));
    const once = withBackoff(attempt, { signal: signal(), isTransient: () => false });
    await expect(once).rejects.toThrow('no');
    expect(attempt).toHaveBeenCalledTimes(1);
    const thrice = withBackoff(attempt, { signal: signal(), isTransient: () => true, attempts: 3 });
    const settled = expect(thrice).rejects.toThrow('no');
    await vi.runAllTimersAsync();
    await settled;
    expect(attempt).toHaveBeenCalledTimes(4);
  });

  it('stops waiting when it is cancelled', async () => {
    const abort = new AbortController();
    const attempt = vi.fn().mockRejectedValue(new Error('no'));
    const work = withBackoff(attempt, { signal: abort.signal, isTransient: () => true });
    const settled = expect(work).rejects.toThrow('left');
    await vi.advanceTimersByTimeAsync(0);
    abort.abort(new Error('left'));
    await settled;
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});
