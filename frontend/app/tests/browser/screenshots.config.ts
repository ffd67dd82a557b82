import { defineConfig } from 'vitest/config';
import suite from './vitest.config.js';

/** Takes the pictures of `docs/screenshots/page`, and records the main journey. */
export default defineConfig({
  ...suite,
  test: { ...suite.test, include: ['**/*.shots.ts'], testTimeout: 300_000 },
});
