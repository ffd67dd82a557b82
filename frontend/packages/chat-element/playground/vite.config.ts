import { defineConfig, type Plugin, type ProxyOptions } from 'vite';
import { chatKitHandler } from './server/handler.js';
import { type Product, startProduct } from './server/product.js';
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

const PORT = 5199;
const backend = process.env.CHATKIT_SERVER;
const binary = process.env.TASKPILOT;
const product = binary ? await startProduct(binary, [`http://127.0.0.1:${PORT}`]) : null;
process.once('exit', () => product?.stop());
process.once('SIGINT', () => process.exit());

/** Sends what is under `/taskpilot` to TaskPilot, in the name of its development user. */
function toProduct({ address, token }: Product): ProxyOptions {
  return {
    target: address,
    rewrite: (path) => path.replace(/^\/taskpilot/, '/api/v1/chatkit'),
    headers: { authorization: `Bearer ${token}` },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  // The page offers TaskPilot only if it is there.
  define: { HAS_TASKPILOT: JSON.stringify(product !== null) },
  server: {
    host: '127.0.0.1',
    port: PORT,
    strictPort: true,
    proxy: {
      ...(backend && { '/chatkit': backend, '/upload': backend, '/files': backend }),
      ...(product && { '/taskpilot': toProduct(product) }),
    },
  },
  build: { outDir: '../playground-dist', emptyOutDir: true },
  plugins: backend ? [] : [scriptedServer()],
});
