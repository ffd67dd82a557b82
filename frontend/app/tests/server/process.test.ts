import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownSqlite } from './databases';
import { freePort, PageServer, runToEnd } from './page-server';

let database: OwnDatabase;
let server: PageServer | undefined;
beforeEach(async () => {
  database = await ownSqlite();
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await database?.remove();
});

describe('the server', () => {
  it('says one address, and nothing else', async () => {
    server = await PageServer.start(database.settings);
    expect(server.output().trim()).toBe(`TaskPilot is at ${server.url}`);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops at once on %s, also while a browser holds a connection',
    async (signal) => {
      server = await PageServer.start(database.settings);
      await (await fetch(`${server.url}/sign-in`)).text();
      const held = connect(server.port, '127.0.0.1');
      held.on('error', () => {});
      await new Promise((resolve) => held.once('connect', resolve));
      const { code, afterMs } = await server.stop(signal);
      held.destroy();
      expect(code).toBe(0);
      expect(afterMs).toBeLessThan(1500);
    },
  );

  it('says so when its port is taken', async () => {
    server = await PageServer.start(database.settings);
    const second = await runToEnd(['server.mjs'], {
      ...database.settings,
      PORT: String(server.port),
    });
    expect(second.code).toBe(1);
    expect(second.output).toMatch(/EADDRINUSE/);
  });

  it.each([
    [{ NEXT_PUBLIC_MOD: 'production' }, /NEXT_PUBLIC_API_URL is not set/],
    [{ BETTER_AUTH_SECRET: 'short' }, /BETTER_AUTH_SECRET has 5 characters/],
    [{ TRUST_PROXY: 'perhaps' }, /TRUST_PROXY/],
    [{ CHATKIT_ELEMENT: 'mine' }, /CHATKIT_ELEMENT is "mine"/],
  ])('does not start with %j, and says why', async (settings, words) => {
    const PORT = String(await freePort());
    const { code, output } = await runToEnd(['server.mjs'], {
      ...database.settings,
      PORT,
      ...settings,
    });
    expect(code).toBe(1);
    expect(output).toMatch(words);
  });
});
