import { afterEach, describe, expect, it, vi } from 'vitest';
import { timeZone } from './time-zone';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const temporal = (zone: string) => vi.stubGlobal('Temporal', { Now: { timeZoneId: () => zone } });

describe('the time zone', () => {
  it('is asked of Temporal where there is one, without loading Intl', () => {
    temporal('Asia/Karachi');
    const format = vi.spyOn(Intl, 'DateTimeFormat');
    expect(timeZone()).toBe('Asia/Karachi');
    expect(format).not.toHaveBeenCalled();
  });

  it('is asked of Intl where there is none', () => {
    vi.stubGlobal('Temporal', undefined);
    expect(timeZone()).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('is null where the browser does not know', () => {
    temporal('Etc/Unknown');
    expect(timeZone()).toBeNull();
  });
});
