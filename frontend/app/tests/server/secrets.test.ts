import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OwnDatabase, ownSqlite } from './databases';
import { PageServer, type Settings } from './page-server';
import { Visitor } from './visitor';

const OLD = 'old-secret-old-secret-old-secret-old';
const NEW = 'new-secret-new-secret-new-secret-new';
const PASSWORD = 'correct horse';

let database: OwnDatabase;
let server: PageServer;
beforeEach(async () => {
  database = await ownSqlite();
});
afterEach(async () => {
  await server?.stop();
  await database?.remove();
});

async function startWith(settings: Settings): Promise<Visitor> {
  await server?.stop();
  server = await PageServer.start({ ...database.settings, AUTH_RATE_LIMIT: 'off', ...settings });
  return new Visitor(server.url);
}

it('lets everybody sign in again after the secret was lost', async () => {
  const before = await startWith({ BETTER_AUTH_SECRET: OLD });
  await before.signUp('ada@example.com', PASSWORD);
  await before.token();

  const after = await startWith({ BETTER_AUTH_SECRET: NEW });
  expect(server.output()).toContain('everybody has to sign in again');
  expect((await after.signIn('ada@example.com', PASSWORD)).status).toBe(200);
  expect((await after.token()).split('.')).toHaveLength(3);
});

it('keeps its keys when the secret is rotated', async () => {
  const before = await startWith({ BETTER_AUTH_SECRET: OLD });
  await before.signUp('ada@example.com', PASSWORD);
  const [header] = (await before.token()).split('.');

  const rotated = { BETTER_AUTH_SECRET: OLD, BETTER_AUTH_SECRETS: `2:${NEW},1:${OLD}` };
  const after = await startWith(rotated);
  expect(server.output()).not.toContain('sign in again');
  await after.signIn('ada@example.com', PASSWORD);
  expect((await after.token()).split('.')[0]).toBe(header);
});
