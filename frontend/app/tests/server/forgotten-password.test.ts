import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, type OwnDatabase } from './databases';
import { MailServer } from './mail-server';
import { PageServer, runToEnd, type Settings } from './page-server';
import { Visitor } from './visitor';

const EMAIL = 'ada@example.com';
const OLD = 'correct horse';
const NEW = 'another horse';

describe.each(DATABASES)('a forgotten password on %s', (_, make) => {
  let database: OwnDatabase;
  let server: PageServer | undefined;
  beforeEach(async () => {
    database = await make();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await database.remove();
  });

  async function startWithAda(settings: Settings = {}): Promise<Visitor> {
    server = await PageServer.start({ ...database.settings, AUTH_RATE_LIMIT: 'off', ...settings });
    const ada = new Visitor(server.url);
    await ada.signUp(EMAIL, OLD);
    return ada;
  }

  async function choose(link: string): Promise<number> {
    const { origin, searchParams } = new URL(link);
    const body = { newPassword: NEW, token: searchParams.get('token') };
    return (await new Visitor(origin).post('/api/auth/reset-password', body)).status;
  }

  it('is replaced by the link of a mail, once, and ends all sessions', async () => {
    const mail = await MailServer.start();
    try {
      const ada = await startWithAda({ SMTP_URL: mail.url });
      const asked = await ada.post('/api/auth/request-password-reset', { email: EMAIL });
      expect(asked.status).toBe(200);
      const link = /http:\S+token=[\w%-]+/.exec(await mail.next())?.[0] ?? '';
      expect(link).toContain(`${ada.origin}/reset-password?token=`);
      expect(await choose(link)).toBe(200);
      expect(await choose(link)).toBe(400);
      expect((await ada.get('/api/auth/token')).status).toBe(401);
      expect((await ada.signIn(EMAIL, OLD)).status).toBe(401);
      expect((await ada.signIn(EMAIL, NEW)).status).toBe(200);
    } finally {
      mail.stop();
    }
  });

  it('answers the same whether there is such an account or not', async () => {
    const mail = await MailServer.start();
    try {
      const ada = await startWithAda({ SMTP_URL: mail.url });
      const ask = async (email: string) => {
        const answer = await ada.post('/api/auth/request-password-reset', { email });
        return [answer.status, await answer.text()];
      };
      expect(await ask('nobody@example.com')).toEqual(await ask(EMAIL));
    } finally {
      mail.stop();
    }
  });

  it('is replaced by a link of the operator where there is no mail, as the page says', async () => {
    const ada = await startWithAda();
    expect(await (await ada.get('/forgot-password')).text()).toContain('npm run reset-password');
    const made = await operatorLink(EMAIL);
    expect(made.code).toBe(0);
    const link = /http:\S+token=\S+/.exec(made.output)?.[0] ?? '';
    expect(await choose(link)).toBe(200);
    expect((await ada.signIn(EMAIL, NEW)).status).toBe(200);
  });

  it('is not replaced for an address without an account', async () => {
    await startWithAda();
    const made = await operatorLink('nobody@example.com');
    expect(made.code).toBe(1);
    expect(made.output).toContain('no account with the address nobody@example.com');
  });

  function operatorLink(email: string) {
    const settings = { ...database.settings, PORT: String(server?.port) };
    return runToEnd(['scripts/reset-password.mjs', email], settings);
  }
});
