import { describe, expect, it, vi } from 'vitest';
import { TokenSource } from './token';

const MINUTE = 60_000;

function tokenFor(claims: Record<string, unknown>): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `header.${payload}.signature`;
}

function source(answers: (() => Response | Promise<Response>)[], first: string | null = null) {
  const clock = { now: 1_000_000 };
  const fetch = vi.fn(async () => {
    const answer = answers.shift();
    if (!answer) throw new Error('asked too often');
    return answer();
  });
  const tokens = new TokenSource({ fetch, now: () => clock.now, url: '/token', first });
  return { tokens, fetch, clock };
}

const quarter = (name: string) => () =>
  Response.json({ token: tokenFor({ name, iat: 5_000, exp: 5_900 }) });

describe('the token', () => {
  it('is asked for once, however many need it at once', async () => {
    const { tokens, fetch } = source([quarter('a')]);
    const [one, two] = await Promise.all([tokens.get(), tokens.get()]);
    expect(one).toBe(two);
    expect(await tokens.get()).toBe(one);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('that came with the page is used first, for as long as it is good', async () => {
    const came = tokenFor({ iat: 5_000, exp: 5_900 });
    const { tokens, fetch, clock } = source([quarter('b')], came);
    expect(await tokens.get()).toBe(came);
    expect(fetch).not.toHaveBeenCalled();
    clock.now += 15 * MINUTE;
    expect(await tokens.get()).not.toBe(came);
  });

  it('is replaced before it ends, by its lifetime and not by the clocks', async () => {
    const { tokens, fetch, clock } = source([quarter('a'), quarter('b')]);
    const first = await tokens.get();
    clock.now += 13 * MINUTE;
    expect(await tokens.get()).toBe(first);
    clock.now += 2 * MINUTE;
    expect(await tokens.get()).not.toBe(first);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('is replaced when the API refuses it, but a newer one is kept', async () => {
    const { tokens, fetch } = source([quarter('a'), quarter('b')]);
    const old = await tokens.get();
    tokens.refuse(old);
    const fresh = await tokens.get();
    tokens.refuse(old);
    expect(await tokens.get()).toBe(fresh);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('says when the session is over, and tries again after any other failure', async () => {
    const { tokens } = source([
      () => new Response(null, { status: 401 }),
      () => new Response(null, { status: 502 }),
      () => Promise.reject(new TypeError('no network')),
      quarter('a'),
    ]);
    await expect(tokens.get()).rejects.toMatchObject({ failure: 'signed-out' });
    await expect(tokens.get()).rejects.toMatchObject({ failure: 'unreachable' });
    await expect(tokens.get()).rejects.toMatchObject({ failure: 'unreachable' });
    expect(await tokens.get()).toBeTruthy();
  });

  it('is used once when it cannot be read', async () => {
    const { tokens, fetch } = source([
      () => Response.json({ token: 'opaque' }),
      () => Response.json({ token: 'opaque' }),
    ]);
    await tokens.get();
    await tokens.get();
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});
