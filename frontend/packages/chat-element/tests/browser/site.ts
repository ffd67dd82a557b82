import { existsSync, readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chatKitHandler } from '../../playground/server/handler.js';
import { Store } from '../../playground/server/store.js';

/** As strict as a policy gets: no inline code, no eval, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const PLAIN_CSS = [
  'html, body, main { height: 100%; margin: 0 }',
  'h1 { position: absolute; clip-path: inset(50%) }',
  'taskpilot-chat { height: 100% }',
  // Only for the test that looks for them.
  '[data-styled] taskpilot-chat { --ck-bubble: rgb(255 0 0) }',
  '[data-styled] taskpilot-chat::part(user-bubble) { border: 3px solid }',
  '[data-styled] div { text-decoration: underline }',
].join(' ');

export interface Site {
  readonly url: string;
  readonly store: Store;
  /** Bodies of the requests to the API so far. */
  readonly requests: { readonly type: string; readonly params: Record<string, unknown> }[];
  /** While set, the API does not answer: it breaks the connection. */
  isDown: boolean;
  /** While set, requests to the API go to this server instead of the scripted one. */
  upstream: string | null;
  close(): Promise<void>;
}

/** Serves the built pages and a scripted ChatKit server from one origin. */
export async function startSite(): Promise<Site> {
  const store = new Store();
  const requests: Site['requests'] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle = chatKitHandler(
    store,
    () => url,
    (request) => void requests.push(request as never),
  );
  const site: Site = {
    url,
    store,
    requests,
    isDown: false,
    upstream: null,
    close: () => close(server),
  };
  server.on('request', (request, response) => {
    const path = new URL(request.url ?? '/', url).pathname;
    const isApi = /^\/(?:chatkit|upload|files)/.test(path);
    if (isApi && site.isDown) return void request.socket.destroy();
    if (isApi && site.upstream) return void forward(request, response, site.upstream);
    if (isApi) return void handle(request, response);
    const file = fileFor(path);
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file.name)] ?? 'application/octet-stream',
      'Content-Security-Policy': POLICY,
    });
    response.end(file.content);
  });
  return site;
}

function forward(request: IncomingMessage, response: ServerResponse, upstream: string): void {
  const onward = send(upstream, { method: 'POST', headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

const OWN_FILES: Readonly<Record<string, string>> = {
  '/': './plain.html',
  '/early.html': './early.html',
  '/early.js': './early.js',
};

function fileFor(path: string): { name: string; content: string | Buffer } | null {
  if (path === '/plain.css') return { name: path, content: PLAIN_CSS };
  const built = path.endsWith('/') ? `./dist${path}index.html` : `./dist${path}`;
  const file = fileURLToPath(new URL(OWN_FILES[path] ?? built, import.meta.url));
  return existsSync(file) ? { name: file, content: readFileSync(file) } : null;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
