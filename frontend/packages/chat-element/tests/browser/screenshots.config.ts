import { defineConfig } from 'vitest/config';
import suite from './vitest.config.js';

/** Takes the pictures of `docs/screenshots/element`. */
export default defineConfig({
  ...suite,
  test: { ...suite.test, include: ['**/*.screenshots.ts'], testTimeout: 120_000 },
});
