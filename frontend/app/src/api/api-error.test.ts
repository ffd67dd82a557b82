import { describe, expect, it } from 'vitest';
import { asApiError, errorOf, unanswered } from './api-error';

function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Response {
  const isText = typeof body === 'string';
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': isText ? 'text/html' : 'application/problem+json', ...headers },
  });
}

describe('errors of the API', () => {
  it.each([
    [400, 'invalid'],
    [401, 'signed-out'],
    [403, 'refused'],
    [404, 'gone'],
    [409, 'refused'],
    [412, 'changed'],
    [413, 'invalid'],
    [422, 'invalid'],
    [429, 'too-fast'],
    [500, 'broken'],
    [502, 'unreachable'],
    [503, 'unreachable'],
  ])('%i is %s', async (status, failure) => {
    expect(await errorOf(answer(status, { detail: 'X' }))).toMatchObject({ failure });
  });

  it('name the field that is wrong', async () => {
    const errors = [{ field: 'due_at', message: 'must be a time' }];
    const error = await errorOf(answer(422, { detail: 'Invalid.', errors }));
    expect(error.message).toBe('The due at must be a time.');
    expect(error.details.fields).toEqual(errors);
  });

  it('say how long to wait', async () => {
    const error = await errorOf(answer(429, { detail: 'X' }, { 'retry-after': '1' }));
    expect(error.message).toBe('That was too fast for the server. Try again in 1 second.');
  });

  it('make do with the status of a page that is no problem document', async () => {
    const error = await errorOf(answer(418, '<h1>Teapot</h1>'));
    expect(error.message).toBe('The server answered with an error (418). Try again.');
    const cut = await errorOf(
      new Response('{"det', { status: 418, headers: { 'content-type': 'application/json' } }),
    );
    expect(cut.failure).toBe('refused');
  });

  it('stay what they are, and others become errors of the page', () => {
    const error = unanswered(new TypeError('failed'));
    expect(error.failure).toBe('unreachable');
    expect(unanswered(error)).toBe(error);
    expect(asApiError(error)).toBe(error);
    const own = asApiError(new RangeError('oh'));
    expect(own.failure).toBe('broken');
    expect(own.cause).toBeInstanceOf(RangeError);
  });
});
