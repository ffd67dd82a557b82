import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ThreadSync } from './thread-sync';

describe('a thread that goes on elsewhere', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function open() {
    const sync = new ThreadSync();
    const read = vi.fn(async () => {});
    sync.ready(read);
    return { sync, read };
  }

  it('is read again, once for several changes', () => {
    const { sync, read } = open();
    sync.changed();
    sync.changed();
    expect(read).not.toHaveBeenCalled();
    vi.advanceTimersByTime(400);
    expect(read).toHaveBeenCalledOnce();
  });

  it('is left alone while it changes by an answer of its own, and right after', () => {
    const { sync, read } = open();
    sync.busy(true);
    sync.changed();
    sync.busy(false);
    sync.changed();
    vi.advanceTimersByTime(799);
    expect(read).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    sync.changed();
    vi.advanceTimersByTime(400);
    expect(read).toHaveBeenCalledOnce();
  });

  it('is left alone when an answer began meanwhile, or the page is gone', () => {
    const { sync, read } = open();
    sync.changed();
    sync.busy(true);
    vi.advanceTimersByTime(400);
    sync.busy(false);
    vi.advanceTimersByTime(1_000);
    sync.changed();
    sync.stop();
    vi.advanceTimersByTime(1_000);
    expect(read).not.toHaveBeenCalled();
  });
});
