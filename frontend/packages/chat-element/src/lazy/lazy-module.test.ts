import { expect, it, vi } from 'vitest';
import { lazyModule } from './lazy-module.js';

it('fetches once and keeps what came', async () => {
  const fetchModule = vi.fn().mockResolvedValue('module');
  const lazy = lazyModule(fetchModule);
  expect(lazy.current).toBeNull();
  await Promise.all([lazy.load(), lazy.load()]);
  expect(await lazy.load()).toBe('module');
  expect(lazy.current).toBe('module');
  expect(fetchModule).toHaveBeenCalledOnce();
});

it('tries again after a failure', async () => {
  const fetchModule = vi
    .fn()
    .mockRejectedValueOnce(new Error('offline'))
    .mockResolvedValue('module');
  const lazy = lazyModule(fetchModule);
  expect(await lazy.load()).toBeNull();
  expect(await lazy.load()).toBe('module');
});
