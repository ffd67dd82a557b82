import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnDatabase, ownSqlite } from './databases';
import { PageServer } from './page-server';
import { Visitor } from './visitor';

let database: OwnDatabase;
let server: PageServer;
let member: Visitor;
beforeAll(async () => {
  database = await ownSqlite();
  server = await PageServer.start(database.settings);
  member = new Visitor(server.url);
  await member.signUp('ada@example.com', 'correct horse');
});
afterAll(async () => {
  await server?.stop();
  await database?.remove();
});

const stranger = () => new Visitor(server.url);

/** Where a page leads to; null if it stays. */
async function leadsTo(who: Visitor, path: string): Promise<string | null> {
  const location = (await who.get(path)).headers.get('location');
  if (location === null) return null;
  const url = new URL(location, server.url);
  return url.origin === server.url ? url.pathname + url.search : url.href;
}

describe('a stranger', () => {
  it.each(['/', '/sign-in', '/sign-up', '/forgot-password', '/reset-password?token=x'])(
    'may see %s, and its heading is in the first HTML',
    async (path) => {
      const response = await stranger().get(path);
      expect(response.status).toBe(200);
      expect(await response.text()).toMatch(/<h1[^>]*>[^<]+<\/h1>/);
    },
  );

  it('is led from the settings to the sign-in, and back afterwards', async () => {
    expect(await leadsTo(stranger(), '/settings')).toBe('/sign-in?next=%2Fsettings');
    expect(await leadsTo(member, '/sign-in?next=%2Fsettings')).toBe('/settings');
  });

  it('gets 404 for what is not there', async () => {
    expect((await stranger().get('/nothing')).status).toBe(404);
  });
});

describe('a member', () => {
  it.each(['/', '/sign-in', '/sign-up'])('has no use for %s', async (path) => {
    expect(await leadsTo(member, path)).toBe('/tasks');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example'])(
    'is not led to another site by %s',
    async (next) => {
      expect(await leadsTo(member, `/sign-in?next=${encodeURIComponent(next)}`)).toBe('/tasks');
    },
  );
});

describe('other sites', () => {
  it('can do nothing in the name of a member', async () => {
    const forged = await member.postFrom('https://evil.example', '/api/auth/update-user', {
      name: 'Eve',
    });
    expect(forged.status).toBe(403);
  });

  it('are not what the other name of this machine is', async () => {
    const other = `http://127.0.0.1:${server.port}`;
    const answer = await member.postFrom(other, '/api/auth/update-user', { name: 'Ada L.' });
    expect(answer.status).toBe(200);
  });
});

describe('each page', () => {
  it('has a policy with a nonce of its own, which its scripts carry', async () => {
    const [first, second] = await Promise.all([
      stranger().get('/sign-in'),
      stranger().get('/sign-in'),
    ]);
    const nonce = nonceOf(first);
    expect(nonce).not.toBe(nonceOf(second));
    const scripts = (await first.text()).match(/<script(?![^>]*application\/json)[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  });

  it('tells the browser where the API is, by the name it was opened with', async () => {
    const apiUrl = async (origin: string) => {
      const html = await (await new Visitor(origin).get('/sign-in')).text();
      const text = /id="taskpilot-config"[^>]*>([^<]*)</.exec(html)?.[1] ?? 'null';
      return (JSON.parse(text) as { apiUrl: string }).apiUrl;
    };
    expect(await apiUrl(server.url)).toBe('http://localhost:7860');
    expect(await apiUrl(`http://127.0.0.1:${server.port}`)).toBe('http://127.0.0.1:7860');
  });

  it('is not kept by any cache, nor shown in the frame of another site', async () => {
    const { headers } = await member.get('/settings');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

it('can be installed: the manifest names icons that are there', async () => {
  const manifest = (await (await stranger().get('/manifest.webmanifest')).json()) as {
    icons: { src: string; type: string; purpose?: string }[];
  };
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  for (const { src, type } of manifest.icons) {
    const icon = await stranger().get(src);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, type]);
  }
});

it('keeps what is somebody’s own out of search engines', async () => {
  const robots = await (await stranger().get('/robots.txt')).text();
  expect(robots).toMatch(/Disallow: \/settings/);
});

function nonceOf(response: Response): string {
  const policy = response.headers.get('content-security-policy') ?? '';
  return /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
}

it('tells V8 to compile React and Next.js while they come in', async () => {
  const html = await (await stranger().get('/sign-in')).text();
  const sources = [...html.matchAll(/<script[^>]* src="([^"]+\.js)"/g)].map(([, source]) => source);
  const texts = await Promise.all(
    sources.map(async (source) => (await stranger().get(source ?? '')).text()),
  );
  const hinted = texts.filter((text) => text.startsWith('//# allFunctionsCalledOnLoad\n'));
  expect(hinted.some((text) => text.includes('hydrateRoot='))).toBe(true);
  // Compiling what is not called would be for nothing: the page's own scripts are left alone.
  expect(hinted.length).toBeLessThan(texts.length / 2);
});
