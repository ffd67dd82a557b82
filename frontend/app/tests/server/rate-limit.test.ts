import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownSqlite } from './databases';
import { PageServer, type Settings } from './page-server';
import { Visitor } from './visitor';

let database: OwnDatabase;
let server: PageServer;
beforeEach(async () => {
  database = await ownSqlite();
});
afterEach(async () => {
  await server?.stop();
  await database?.remove();
});

async function start(settings: Settings = {}): Promise<void> {
  server = await PageServer.start({ ...database.settings, ...settings });
}

/** The answers to wrong sign-ins, each with another made-up address. */
async function guesses(forwardedFor: (index: number) => string): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < 5; index += 1) {
    const guesser = new Visitor(server.url, { 'x-forwarded-for': forwardedFor(index) });
    statuses.push((await guesser.signIn('nobody@example.com', `guess ${index}`)).status);
  }
  return statuses;
}

describe('guessing passwords', () => {
  it('is slowed down, whatever address the client makes up', async () => {
    await start();
    expect(await guesses((index) => `10.0.0.${index}`)).toEqual([401, 401, 401, 429, 429]);
  });

  it('says for how long', async () => {
    await start();
    await guesses(() => '10.0.0.1');
    const refused = await new Visitor(server.url).signIn('nobody@example.com', 'guess');
    expect(Number(refused.headers.get('x-retry-after'))).toBeGreaterThan(0);
  });

  it('is counted by the address that our own proxy saw, and for each apart', async () => {
    await start({ TRUST_PROXY: '1' });
    // What stands before the proxy's entry is the client's invention.
    const one = await guesses((index) => `10.0.0.${index}, 198.51.100.7`);
    expect(one).toEqual([401, 401, 401, 429, 429]);
    const other = new Visitor(server.url, { 'x-forwarded-for': '10.0.0.1, 198.51.100.8' });
    expect((await other.signIn('nobody@example.com', 'guess')).status).toBe(401);
  });
});

it('does not stand in the way of a page that asks for many tokens', async () => {
  await start();
  const person = new Visitor(server.url);
  await person.signUp('ada@example.com', 'correct horse');
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => person.get('/api/auth/token')),
  );
  expect(answers.every(({ ok }) => ok)).toBe(true);
});
