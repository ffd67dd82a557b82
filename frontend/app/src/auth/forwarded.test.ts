import { describe, expect, it } from 'vitest';
import { forwardedHeaders, readTrustedProxies } from './forwarded.mjs';

function addressSeen(
  sent: string | undefined,
  proxies: number,
  remoteAddress: string | undefined = '203.0.113.9',
) {
  const headers: Record<string, string> = {
    'x-forwarded-host': 'evil.example',
    ...(sent === undefined ? {} : { 'x-forwarded-for': sent }),
  };
  forwardedHeaders({ headers, socket: { remoteAddress } }, proxies);
  return headers;
}

describe('forwardedHeaders', () => {
  it('believes nothing a client says when no proxy stands before the page', () => {
    const headers = addressSeen('10.0.0.1', 0);
    expect(headers['x-forwarded-for']).toBe('203.0.113.9');
    expect(headers['x-forwarded-host']).toBeUndefined();
  });

  it('takes the address that our proxy saw, and not what the client put before it', () => {
    expect(addressSeen('10.0.0.1, 198.51.100.7', 1)['x-forwarded-for']).toBe('198.51.100.7');
  });

  it('counts from the right when there are several proxies', () => {
    const headers = addressSeen('10.0.0.1, 198.51.100.7, 192.0.2.1', 2);
    expect(headers['x-forwarded-for']).toBe('198.51.100.7');
  });

  it('falls back to what there is when proxies are missing', () => {
    expect(addressSeen('198.51.100.7', 2)['x-forwarded-for']).toBe('198.51.100.7');
    expect(addressSeen(undefined, 1)['x-forwarded-for']).toBe('203.0.113.9');
  });

  it('writes an IPv4 address one way, so that one client has one limit', () => {
    const headers = addressSeen(undefined, 0, '::ffff:203.0.113.9');
    expect(headers['x-forwarded-for']).toBe('203.0.113.9');
  });
});

describe('readTrustedProxies', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['false', 0],
    ['true', 1],
    ['2', 2],
    ['some', null],
    ['-1', null],
    ['100', null],
  ])('reads %j as %s', (value, expected) => {
    expect(readTrustedProxies(value)).toBe(expected);
  });
});
