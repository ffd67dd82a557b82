import { describe, expect, it, vi } from 'vitest';
import { ClientSecrets } from './client-secret.js';

function jwt(exp: number): string {
  return `e30.${btoa(JSON.stringify({ exp }))}.sig`;
}

describe('ClientSecrets', () => {
  it('asks once for callers that come at the same time', async () => {
    const get = vi.fn(async () => 'one');
    const secrets = new ClientSecrets(get);
    expect(await Promise.all([secrets.current(), secrets.current()])).toEqual(['one', 'one']);
    expect(get).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('replaces a secret a minute before it ends', async () => {
    let now = 0;
    const answers = [
      { client_secret: 'one', expires_at: new Date(100_000).toISOString() },
      jwt(1000),
    ];
    const get = vi.fn(async () => answers.shift() ?? 'last');
    const secrets = new ClientSecrets(get, () => now);
    expect(await secrets.current()).toBe('one');
    now = 39_000;
    expect(await secrets.current()).toBe('one');
    now = 41_000;
    expect(await secrets.current()).toBe(jwt(1000));
    now = 941_000;
    expect(await secrets.current()).toBe('last');
    expect(get).toHaveBeenLastCalledWith(jwt(1000));
  });

  it('replaces a refused secret once, however many were refused', async () => {
    const answers = ['one', 'two', 'three'];
    const secrets = new ClientSecrets(async () => answers.shift() ?? '');
    await secrets.current();
    expect(await secrets.replace('one')).toBe('two');
    expect(await secrets.replace('one')).toBe('two');
  });

  it('tries again after a failure', async () => {
    const get = vi.fn().mockRejectedValueOnce(new Error('no')).mockResolvedValue('one');
    const secrets = new ClientSecrets(get);
    await expect(secrets.current()).rejects.toThrow('no');
    expect(await secrets.current()).toBe('one');
  });
});
