import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const PURE = ['src/core/**/*.test.ts', 'src/options/**/*.test.ts', 'src/chat/**/*.test.ts'];

// Properties are tried many times, on slow machines too.
const testTimeout = 60_000;

// As in vite.config.ts.
const alias = {
  entities: fileURLToPath(new URL('./src/markdown/entities.ts', import.meta.url)),
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: 'pure', environment: 'node', include: PURE, testTimeout },
      },
      {
        resolve: { alias },
        test: {
          name: 'views',
          environment: 'happy-dom',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: PURE,
          testTimeout,
        },
      },
    ],
  },
});
