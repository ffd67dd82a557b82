import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the element as it is published, and the React page that uses it as an application would. */
export default async function buildPages(): Promise<void> {
  await build({
    configFile: here('../../vite.config.ts'),
    root: here('../..'),
    logLevel: 'error',
    build: { outDir: here('./dist/element'), emptyOutDir: true },
  });
  await build({
    configFile: false,
    root: here('./react-app'),
    base: './',
    logLevel: 'error',
    build: { outDir: here('./dist/react-app'), emptyOutDir: true },
  });
}
