import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const PURE = ['src/core/**/*.test.ts', 'src/options/**/*.test.ts', 'src/chat/**/*.test.ts'];

// As in vite.config.ts.
const alias = {
  entities: fileURLToPath(new URL('./src/markdown/entities.ts', import.meta.url)),
};

export default defineConfig({
  test: {
    projects: [
      { resolve: { alias }, test: { name: 'pure', environment: 'node', include: PURE } },
      {
        resolve: { alias },
        test: {
          name: 'views',
          environment: 'happy-dom',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: PURE,
        },
      },
    ],
  },
});
