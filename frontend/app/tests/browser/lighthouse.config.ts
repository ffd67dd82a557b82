import { defineConfig } from 'vitest/config';
import suite from './vitest.config.js';

/** Scores, not tests: `scripts/lighthouse.sh` starts it, with Lighthouse at hand. */
export default defineConfig({
  ...suite,
  test: { ...suite.test, include: ['**/*.lighthouse.ts'], testTimeout: 1_200_000 },
});
