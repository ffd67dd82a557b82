#!/usr/bin/env node
// Starts the page. A server of its own rather than `next start`, because the address a request
// came from decides its rate limit, and Next.js believes whatever the client wrote there.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import next from 'next';
import { enterApp } from './src/auth/environment.mjs';
import { forwardedHeaders, readTrustedProxies } from './src/auth/forwarded.mjs';

enterApp();
const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
const hostname = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65535) fail(`PORT is "${process.env.PORT}".`);
// The configuration derives the page's own address from it.
process.env.PORT = String(port);
process.env.NEXT_TELEMETRY_DISABLED ??= '1';

const proxies = readTrustedProxies(process.env.TRUST_PROXY);
if (proxies === null) fail('TRUST_PROXY is the number of proxies in front of the page, or empty.');

if (!values.dev && !existsSync('.next/BUILD_ID')) fail('the page is not built: npm run build');

/** @type {(handle: import('node:http').RequestListener) => void} */
let begin = () => {};
/** @type {Promise<import('node:http').RequestListener>} */
const handler = new Promise((resolve) => {
  begin = resolve;
});
// Requests that come before the page is ready wait for it.
const server = createServer(async (request, response) => (await handler)(request, response));
// Before the slow start, so that a port in use is said at once.
server.once('error', (error) => fail(error.message));
await new Promise((done) => server.listen(port, hostname, () => done(undefined)));
stopOnSignals();

const app = next({ dev: values.dev, hostname, port, httpServer: server });
await (values.dev ? app.prepare() : withoutLog(() => app.prepare()));
const handle = app.getRequestHandler();
begin((request, response) => {
  forwardedHeaders(request, proxies);
  handle(request, response);
});

await accountsReady();
console.log(`TaskPilot is at ${process.env.BETTER_AUTH_URL || `http://localhost:${port}`}`);

/**
 * Next.js tells how long it took to read its configuration; what goes wrong is not told by `log`.
 *
 * @param {() => Promise<void>} work
 */
async function withoutLog(work) {
  const { log } = console;
  console.log = () => {};
  try {
    await work();
  } finally {
    console.log = log;
  }
}

/** Next.js opens the accounts with the first request: this one, so that no person waits for it. */
async function accountsReady() {
  const host = ['0.0.0.0', '::'].includes(hostname) ? 'localhost' : hostname;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}/api/auth/ok`;
  const answer = await fetch(address).catch((error) => fail(`it does not answer: ${error}`));
  if (!answer.ok) fail(`the accounts do not work: ${address} answered ${answer.status}`);
}

function stopOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      // Answers under way get a moment; a connection that a browser merely holds gets none.
      server.closeIdleConnections();
      setTimeout(() => process.exit(0), 1000).unref();
    });
  }
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  console.error(`taskpilot: ${reason}`);
  process.exit(1);
}
