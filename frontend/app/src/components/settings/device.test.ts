import { describe, expect, it } from 'vitest';
import { deviceName, isPhone } from './device';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

describe('deviceName', () => {
  it.each([
    [IPHONE, 'Safari on iPhone'],
    [EDGE, 'Edge on Windows'],
    [ANDROID, 'Chrome on Android'],
    [MAC, 'Safari on macOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['curl/8.5.0', 'Another program'],
    [null, 'Another program'],
  ])('calls %s %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});

it('tells phones from computers', () => {
  expect([IPHONE, ANDROID].every(isPhone)).toBe(true);
  expect([EDGE, MAC, null].some(isPhone)).toBe(false);
});
