import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.browser.ts'],
    globalSetup: './build-pages.ts',
    // One browser at a time: the figures would suffer, and small machines too.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
