import { defineConfig } from 'vitest/config';

/** The built page as it is started, on real databases: `npm run build` comes first. */
export default defineConfig({
  test: {
    include: ['tests/server/**/*.test.ts'],
    // Each file starts servers of its own; two at a time are enough for a small machine.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
