import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  // Chunks are found beside the module itself, wherever it is served from.
  base: './',
  // The parser's table of HTML 5 entities is larger than the parser; HTML 4 has those that people write.
  resolve: {
    alias: { entities: fileURLToPath(new URL('./src/markdown/entities.ts', import.meta.url)) },
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: false,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'chat-element' },
    rolldownOptions: {
      // Lazy chunks import what they share from the entry, which so stays one file.
      preserveEntrySignatures: 'allow-extension',
      // Vite leaves the white space in ES libraries, for bundlers; this one is also served as it is.
      output: { chunkFileNames: 'chunks/[name]-[hash].js', minify: true },
    },
  },
});
