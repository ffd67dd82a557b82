import { defineConfig, type Plugin } from 'vite';
import { chatKitHandler } from './server/handler.js';
import { fillWithSamples } from './server/samples.js';
import { Store } from './server/store.js';

/** Serves scripted answers beside the page. `CHATKIT_SERVER` sends requests to a real server instead. */
function scriptedServer(): Plugin {
  return {
    name: 'scripted-chatkit-server',
    configureServer(server) {
      const store = new Store();
      fillWithSamples(store);
      const origin = () => server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
      const handle = chatKitHandler(store, origin);
      server.middlewares.use((request, response, next) => {
        const isOurs = /^\/(?:chatkit|upload|files\/)/.test(request.url ?? '');
        if (isOurs) void handle(request, response);
        else next();
      });
    },
  };
}

const backend = process.env.CHATKIT_SERVER;

export default defineConfig({
  root: import.meta.dirname,
  server: {
    host: '127.0.0.1',
    ...(backend && { proxy: { '/chatkit': backend, '/upload': backend, '/files': backend } }),
  },
  build: { outDir: '../playground-dist', emptyOutDir: true },
  plugins: backend ? [] : [scriptedServer()],
});
