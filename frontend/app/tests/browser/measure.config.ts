import { defineConfig } from 'vitest/config';
import suite from './vitest.config.js';

/** Figures, not tests: nothing fails because a machine is slow. */
export default defineConfig({
  ...suite,
  test: { ...suite.test, include: ['**/*.measure.ts'], testTimeout: 600_000 },
});
