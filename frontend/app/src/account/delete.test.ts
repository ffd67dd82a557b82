// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/api-error';
import type { Http } from '@/api/http';
import { deleteAccount } from './delete';

// The accounts' client takes hold of `fetch` when it is loaded, so it is replaced before that.
const { server } = vi.hoisted(() => {
  const server = { answer: async (_: string): Promise<Response> => new Response() };
  globalThis.fetch = (input) =>
    server.answer(new URL(input instanceof Request ? input.url : String(input)).pathname);
  return { server };
});

// What happened on either side, in order.
let steps: string[];
let answers: Record<string, () => Response>;

const ok = () => Response.json({ success: true, status: true });
const refused = (code: string) => () => Response.json({ code, message: code }, { status: 400 });

beforeEach(() => {
  steps = [];
  answers = { '/api/auth/check-password': ok, '/api/auth/delete-user': ok };
  server.answer = async (path) => {
    steps.push(path);
    return answers[path]?.() ?? new Response(null, { status: 404 });
  };
});

function api(send: () => Promise<Response>) {
  const http = {
    send: async (request: Request) => {
      steps.push(`${request.method} ${request.url}`);
      return send();
    },
  } as unknown as Http;
  return { http, url: 'http://api.example' };
}

const done = api(async () => new Response(null, { status: 204 }));
const down = api(async () => {
  throw new ApiError('unreachable', 'The server does not answer.');
});

describe('deleteAccount', () => {
  it('deletes the data first and the account last', async () => {
    expect(await deleteAccount('u/1', 'right', done)).toEqual({ ok: true });
    expect(steps).toEqual([
      '/api/auth/check-password',
      'DELETE http://api.example/api/u%2F1',
      '/api/auth/delete-user',
    ]);
  });

  it('deletes nothing with a wrong password', async () => {
    answers['/api/auth/check-password'] = refused('INVALID_PASSWORD');
    const result = await deleteAccount('u1', 'wrong', done);
    expect(result).toMatchObject({ ok: false, field: 'currentPassword' });
    expect(steps).toEqual(['/api/auth/check-password']);
  });

  it('deletes nothing while the API is not reached, and says so', async () => {
    const result = await deleteAccount('u1', 'right', down);
    expect(result).toMatchObject({
      ok: false,
      message: 'Nothing was deleted. The server does not answer. Try again in a moment.',
    });
    expect(steps).not.toContain('/api/auth/delete-user');
  });

  it('says what is gone and what is not when the account stays', async () => {
    answers['/api/auth/delete-user'] = () => new Response(null, { status: 500 });
    const result = await deleteAccount('u1', 'right', done);
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(/still there/) });
  });
});
