import { describe, expect, it, vi } from 'vitest';
import { Http } from './http';
import { TokenSource } from './token';

const URL = 'http://api.test/thing';

function problem(status: number, headers: Record<string, string> = {}): Response {
  const body = {
    status,
    code: 'x',
    title: 'X',
    detail: 'Because.',
    request_id: 'r1',
    type: 'urn:x',
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

function http(...answers: (Response | Error)[]) {
  let given = 0;
  const tokens = new TokenSource({
    now: Date.now,
    url: '/token',
    fetch: async () => {
      given += 1;
      const now = Math.floor(Date.now() / 1_000);
      const claims = { iat: now, exp: now + 900, number: given };
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return Response.json({ token: `h.${payload}.s` });
    },
  });
  const sent: Request[] = [];
  const bodies: string[] = [];
  const fetch = vi.fn(async (input: RequestInfo | URL) => {
    const request = new Request(input);
    sent.push(request);
    bodies.push(await request.clone().text());
    const answer = answers.shift();
    if (!answer) throw new Error('asked too often');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const onReached = vi.fn();
  const onSignedOut = vi.fn();
  const wait = vi.fn(async () => {});
  const made = new Http({ fetch, tokens, onReached, onSignedOut, wait });
  return { http: made, sent, bodies, onReached, onSignedOut, wait, fetch };
}

const post = () => new Request(URL, { method: 'POST', body: '{"a":1}' });

describe('requests in the user’s name', () => {
  it('carry the token and the time zone', async () => {
    const { http: made, sent, onReached } = http(Response.json({}));
    await made.send(new Request(URL));
    expect(sent[0]?.headers.get('authorization')).toMatch(/^Bearer h\./);
    expect(sent[0]?.headers.get('x-time-zone')).toBe(
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
    expect(onReached).toHaveBeenCalledWith(true);
  });

  it('are repeated once with a new token, with their body', async () => {
    const { http: made, sent, bodies, onSignedOut } = http(problem(401), Response.json({ ok: 1 }));
    const response = await made.send(post());
    expect(await response.json()).toEqual({ ok: 1 });
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
    expect(sent[0]?.headers.get('authorization')).not.toBe(sent[1]?.headers.get('authorization'));
    expect(onSignedOut).not.toHaveBeenCalled();
  });

  it('end the session when a new token is refused as well', async () => {
    const { http: made, onSignedOut } = http(problem(401), problem(401));
    await expect(made.send(post())).rejects.toMatchObject({ failure: 'signed-out' });
    expect(onSignedOut).toHaveBeenCalledOnce();
  });

  it('wait as long as the server asks when they come too fast', async () => {
    const {
      http: made,
      bodies,
      wait,
    } = http(problem(429, { 'retry-after': '3' }), Response.json({}));
    await made.send(post());
    expect(bodies).toHaveLength(2);
    const [milliseconds] = wait.mock.calls[0] as unknown as [number];
    expect(milliseconds).toBeGreaterThanOrEqual(3_000);
    expect(milliseconds).toBeLessThan(3_500);
  });

  it('do not wait for minutes', async () => {
    const { http: made, wait } = http(problem(429, { 'retry-after': '90' }));
    await expect(made.send(post())).rejects.toMatchObject({
      failure: 'too-fast',
      message: expect.stringContaining('90 seconds'),
    });
    expect(wait).not.toHaveBeenCalled();
  });

  it('read again when the server is not ready, but never write twice', async () => {
    const reading = http(problem(503), Response.json({}));
    await reading.http.send(new Request(URL));
    expect(reading.fetch).toHaveBeenCalledTimes(2);
    const writing = http(problem(503));
    await expect(writing.http.send(post())).rejects.toMatchObject({ failure: 'unreachable' });
    expect(writing.fetch).toHaveBeenCalledTimes(1);
  });

  it('say that nothing answered', async () => {
    const { http: made, onReached } = http(new TypeError('failed to fetch'));
    await expect(made.send(post())).rejects.toMatchObject({ failure: 'unreachable' });
    expect(onReached).toHaveBeenCalledWith(false);
  });

  it('are given up by whoever asked, without a word', async () => {
    const abort = new DOMException('given up', 'AbortError');
    const { http: made, onReached } = http(abort);
    await expect(made.send(new Request(URL))).rejects.toBe(abort);
    expect(onReached).not.toHaveBeenCalled();
  });

  it('pass other errors on with the request’s number', async () => {
    const { http: made } = http(problem(500));
    await expect(made.send(post())).rejects.toMatchObject({
      failure: 'broken',
      message: 'Because. (Request r1)',
      details: { status: 500, code: 'x' },
    });
  });
});

describe('fetch in the user’s name', () => {
  it('leaves errors to whoever reads them, except a refused token', async () => {
    const { http: made, bodies } = http(problem(401), problem(422));
    const response = await made.fetch(URL, { method: 'POST', body: 'x' });
    expect(response.status).toBe(422);
    expect(bodies).toEqual(['x', 'x']);
  });
});
