import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  EMPTY_STYLE_HASH,
  NO_ELEMENT,
  OFFICIAL_ELEMENT,
  SONNER_STYLE_HASH,
} from './csp';

const policy = {
  nonce: 'abc',
  api: ['http://localhost:7860'],
  element: NO_ELEMENT,
  development: false,
  secure: false,
};

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function sourcesOf(text: string): (name: string) => string | undefined {
  const lines = text.split('; ').map((line) => line.split(' '));
  const all = new Map(lines.map(([name = '', ...sources]) => [name, sources.join(' ')]));
  return (name) => all.get(name);
}

describe('the content security policy', () => {
  it('runs no script without the nonce, and no inline style sheet', () => {
    const get = sourcesOf(contentSecurityPolicy(policy));
    expect(get('script-src')).toBe("'self' 'nonce-abc' 'strict-dynamic'");
    expect(get('style-src')).not.toContain('unsafe-inline');
    expect(get('default-src')).toBe("'none'");
    expect(get('frame-src')).toBe("'none'");
    expect(get('frame-ancestors')).toBe("'none'");
  });

  it('speaks to this site and the API alone', () => {
    const get = sourcesOf(contentSecurityPolicy(policy));
    expect(get('connect-src')).toBe("'self' http://localhost:7860");
  });

  it('lets in the official element and its frame when that is chosen', () => {
    const get = sourcesOf(contentSecurityPolicy({ ...policy, element: OFFICIAL_ELEMENT }));
    expect(get('script-src')).toContain('https://cdn.platform.openai.com');
    expect(get('frame-src')).toBe('https://cdn.platform.openai.com');
  });

  it('asks for encryption only where the page itself is encrypted', () => {
    expect(contentSecurityPolicy({ ...policy, secure: true })).toContain(
      'upgrade-insecure-requests',
    );
    expect(contentSecurityPolicy(policy)).not.toContain('upgrade-insecure-requests');
  });

  it("knows the style sheet of the installed toasts' library", () => {
    const source = readFileSync(fileURLToPath(import.meta.resolve('sonner')), 'utf8');
    const call = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source);
    const sheet = JSON.parse(call?.[1] ?? 'null') as string;
    expect(SONNER_STYLE_HASH).toBe(hashOf(sheet));
    expect(EMPTY_STYLE_HASH).toBe(hashOf(''));
  });
});
