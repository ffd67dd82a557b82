import { describe, expect, it } from 'vitest';
import { ConfigError, originsOf, publicConfig, readConfig, readSwitch } from './config';

const production = {
  NEXT_PUBLIC_MOD: 'production',
  NEXT_PUBLIC_API_URL: 'https://api.example.com/',
  BETTER_AUTH_URL: 'https://tasks.example.com',
};

describe('readConfig', () => {
  it('works with nothing set, on this machine', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      mode: 'local',
      apiUrl: 'http://localhost:7860',
      baseUrl: 'http://localhost:3000',
      chatElement: 'own',
      chatDomainKey: null,
      mail: false,
      rateLimit: true,
    });
  });

  it('takes the address of the page from its port', () => {
    expect(readConfig({ PORT: '4000' }).baseUrl).toBe('http://localhost:4000');
  });

  it.each(['developer', 'development', 'local', ' LOCAL ', ''])('reads %j as local', (value) => {
    expect(readConfig({ NEXT_PUBLIC_MOD: value }).mode).toBe('local');
  });

  it('refuses a mode that is neither', () => {
    expect(() => readConfig({ NEXT_PUBLIC_MOD: 'staging' })).toThrow(
      /"staging".*local.*production/,
    );
  });

  it('demands both addresses in production', () => {
    const { BETTER_AUTH_URL: _, ...withoutPage } = production;
    const { NEXT_PUBLIC_API_URL: __, ...withoutApi } = production;
    expect(() => readConfig(withoutPage)).toThrow(/BETTER_AUTH_URL is not set/);
    expect(() => readConfig(withoutApi)).toThrow(/NEXT_PUBLIC_API_URL is not set/);
  });

  it('takes the slash off the end of an address', () => {
    expect(readConfig(production).apiUrl).toBe('https://api.example.com');
  });

  it('accepts the other name of the page’s address', () => {
    const config = readConfig({ NEXT_PUBLIC_BASE_URL: 'http://192.168.1.5:3000' });
    expect(config.baseUrl).toBe('http://192.168.1.5:3000');
  });

  it.each(['tasks.example.com', 'ftp://tasks.example.com', 'javascript:alert(1)'])(
    'refuses %s as an address',
    (value) => {
      expect(() => readConfig({ BETTER_AUTH_URL: value })).toThrow(ConfigError);
    },
  );

  it('can mail as soon as there is a mail server', () => {
    const config = readConfig({ SMTP_URL: 'smtp://mail.example.com' });
    expect(config).toMatchObject({ mail: true, smtpUrl: 'smtp://mail.example.com' });
  });

  it('wants the key of the domain for the official element, but not on this machine', () => {
    const official = { CHATKIT_ELEMENT: 'official' };
    expect(readConfig(official).chatDomainKey).toBe('local-dev');
    expect(() => readConfig({ ...production, ...official })).toThrow(/CHATKIT_DOMAIN_KEY/);
    const withKey = readConfig({ ...production, ...official, CHATKIT_DOMAIN_KEY: 'key' });
    expect(withKey).toMatchObject({ chatElement: 'official', chatDomainKey: 'key' });
  });

  it('refuses an element that is neither', () => {
    expect(() => readConfig({ CHATKIT_ELEMENT: 'mine' })).toThrow(/"mine"/);
  });
});

describe('publicConfig', () => {
  it('holds nothing that the browser may not know', () => {
    const config = readConfig({ SMTP_URL: 'smtp://user:secret@mail.example.com' });
    expect(JSON.stringify(publicConfig(config, 'localhost:3000'))).not.toContain('secret');
  });

  it.each([
    ['127.0.0.1:3000', 'http://127.0.0.1:7860'],
    ['localhost:3000', 'http://localhost:7860'],
    // The API does not listen on IPv6.
    ['[::1]:3000', 'http://localhost:7860'],
    ['tasks.example.com', 'http://localhost:7860'],
    [null, 'http://localhost:7860'],
  ])('opened by %s, sends the browser to %s', (host, apiUrl) => {
    expect(publicConfig(readConfig({}), host).apiUrl).toBe(apiUrl);
  });

  it('leaves the address of another machine alone', () => {
    const { apiUrl } = publicConfig(readConfig(production), 'localhost:3000');
    expect(apiUrl).toBe('https://api.example.com');
  });
});

describe('originsOf', () => {
  it('knows both names of this machine', () => {
    const both = ['http://localhost:3000', 'http://127.0.0.1:3000'];
    expect(originsOf('http://localhost:3000')).toEqual(both);
    expect(originsOf('http://127.0.0.1:3000')).toEqual(both);
  });

  it('knows one name of another machine, without its path', () => {
    expect(originsOf('https://example.com/tasks')).toEqual(['https://example.com']);
  });
});

describe('readSwitch', () => {
  it.each([
    ['on', true],
    ['YES', true],
    ['0', false],
    ['off', false],
    ['', true],
  ])('reads %j as %s', (value, expected) => {
    expect(readSwitch({ SOME: value }, 'SOME', true)).toBe(expected);
  });

  it('refuses what is neither', () => {
    expect(() => readSwitch({ SOME: 'maybe' }, 'SOME', true)).toThrow(/SOME is "maybe"/);
  });
});
