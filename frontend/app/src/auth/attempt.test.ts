import { describe, expect, it } from 'vitest';
import { attempt } from './attempt';

const failed = (status: number, code?: string) => ({ data: null, error: { status, code } });

describe('attempt', () => {
  it('hands on what came', async () => {
    const result = await attempt(async () => ({ data: 7, error: null }));
    expect(result).toEqual({ ok: true, data: 7 });
  });

  it('says which field is wrong', async () => {
    const code = 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL';
    const result = await attempt(async () => failed(422, code));
    expect(result).toMatchObject({
      ok: false,
      field: 'email',
      message: expect.stringMatching(/already/),
    });
  });

  it('says for how long to wait when there were too many tries', async () => {
    const result = await attempt(async ({ onError }) => {
      onError({ response: new Response(null, { headers: { 'x-retry-after': '7' } }) });
      return failed(429);
    });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('Wait 7 seconds') });
  });

  it('says that the server cannot be reached when there was no answer', async () => {
    const result = await attempt(async () => {
      throw new TypeError('fetch failed');
    });
    expect(result).toMatchObject({
      ok: false,
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('says what the server said where there are no words of our own', async () => {
    const error = { status: 400, code: 'NEW', message: 'odd' };
    const result = await attempt(async () => ({ data: null, error }));
    expect(result).toMatchObject({ ok: false, message: 'This was not accepted: odd' });
  });
});
