import { createPublicKey, type JsonWebKey, randomUUID, verify } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, execute, type OwnDatabase } from './databases';
import { PageServer } from './page-server';
import { Visitor } from './visitor';

const PASSWORD = 'correct horse';
const newEmail = () => `${randomUUID()}@example.com`;

describe.each(DATABASES)('accounts on %s', (name, make) => {
  let database: OwnDatabase;
  let server: PageServer;

  beforeAll(async () => {
    database = await make();
    // The limits have a suite of their own; here one address makes many accounts.
    server = await PageServer.start({ ...database.settings, AUTH_RATE_LIMIT: 'off' });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.remove();
  });

  const visitor = () => new Visitor(server.url);
  async function member(email = newEmail()) {
    const person = visitor();
    expect((await person.signUp(email, PASSWORD)).status).toBe(200);
    return { person, email };
  }

  it('makes its tables where they belong, and its files for the owner alone', async () => {
    await member();
    const mode = (file: string) => statSync(join(database.directory, file)).mode & 0o777;
    expect(mode('auth-secret')).toBe(0o600);
    if (name === 'SQLite') return expect(mode('auth.db')).toBe(0o600);
    const { rows } = await execute(
      database.settings.DATABASE_URL ?? '',
      "SELECT table_schema AS schema, count(*)::int AS tables FROM information_schema.tables WHERE table_schema IN ('public', 'auth') GROUP BY 1",
    );
    expect(rows).toEqual([{ schema: 'auth', tables: 5 }]);
  });

  it('gives a token that the API can verify by the published key', async () => {
    const { person, email } = await member();
    const token = await person.token();
    const [head = '', body = '', signature = ''] = token.split('.');
    const header = decode(head);
    const claims = decode(body);
    expect(header.alg).toBe('EdDSA');
    expect(claims).toMatchObject({ aud: 'taskpilot', iss: server.url, email, name: 'Ada' });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(15 * 60);
    // Nothing more of the account than that.
    expect(Object.keys(claims).sort()).toEqual([
      'aud',
      'email',
      'exp',
      'iat',
      'iss',
      'name',
      'sub',
    ]);

    const { keys } = (await (await visitor().get('/api/auth/jwks')).json()) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const key = keys.find(({ kid }) => kid === header.kid);
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    const signed = Buffer.from(`${head}.${body}`);
    expect(verify(null, signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('says no to a second account, a short password, a wrong one, and nobody', async () => {
    const { email } = await member();
    expect((await visitor().signUp(email, PASSWORD)).status).toBe(422);
    expect((await visitor().signUp(newEmail(), 'short')).status).toBe(400);
    expect((await visitor().signIn(email, 'wrong password')).status).toBe(401);
    expect((await visitor().get('/api/auth/token')).status).toBe(401);
  });

  it('signs out everywhere else when the password is changed', async () => {
    const { person, email } = await member();
    const elsewhere = visitor();
    await elsewhere.signIn(email, PASSWORD);
    const changed = await person.post('/api/auth/change-password', {
      currentPassword: PASSWORD,
      newPassword: 'another horse',
      revokeOtherSessions: true,
    });
    expect(changed.status).toBe(200);
    expect((await elsewhere.get('/api/auth/token')).status).toBe(401);
    expect((await person.get('/api/auth/token')).status).toBe(200);
    expect((await visitor().signIn(email, PASSWORD)).status).toBe(401);
    expect((await visitor().signIn(email, 'another horse')).status).toBe(200);
  });

  it('ends one session from another', async () => {
    const { person, email } = await member();
    const elsewhere = visitor();
    await elsewhere.signIn(email, PASSWORD);
    const { session } = (await (await elsewhere.get('/api/auth/get-session')).json()) as {
      session: { token: string };
    };
    await person.post('/api/auth/revoke-session', { token: session.token });
    expect((await elsewhere.get('/api/auth/token')).status).toBe(401);
    expect((await person.get('/api/auth/token')).status).toBe(200);
  });

  it('deletes an account by its password, and nothing by a wrong one', async () => {
    const { person, email } = await member();
    const check = (password: string) => person.post('/api/auth/check-password', { password });
    expect((await check('wrong password')).status).toBe(400);
    expect((await check(PASSWORD)).status).toBe(200);
    expect((await visitor().post('/api/auth/check-password', { password: PASSWORD })).status).toBe(
      401,
    );

    const remove = (password: string) => person.post('/api/auth/delete-user', { password });
    expect((await remove('wrong password')).status).toBe(400);
    expect((await person.get('/api/auth/token')).status).toBe(200);
    expect((await remove(PASSWORD)).status).toBe(200);
    expect((await person.get('/api/auth/token')).status).toBe(401);
    expect((await visitor().signIn(email, PASSWORD)).status).toBe(401);
  });

  it('keeps accounts, sessions and keys when it is started again', async () => {
    const { person, email } = await member();
    const kid = decode((await person.token()).split('.')[0] ?? '').kid;
    await server.stop();
    server = await PageServer.start({ ...database.settings, AUTH_RATE_LIMIT: 'off' });
    const again = new Visitor(server.url);
    await again.signIn(email, PASSWORD);
    expect(decode((await again.token()).split('.')[0] ?? '').kid).toBe(kid);
  });
});

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}
