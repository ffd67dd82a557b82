import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets, SECRET_FILE } from './secret';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secret-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const OLD = 'o'.repeat(32);
const NEW = 'n'.repeat(32);

describe('the kept secret', () => {
  it('is made once, for the owner alone', () => {
    const deep = join(directory, 'not', 'there');
    const { secret } = loadSecrets({}, deep);
    expect(secret.length).toBeGreaterThanOrEqual(43);
    expect(loadSecrets({}, deep).secret).toBe(secret);
    expect(statSync(join(deep, SECRET_FILE)).mode & 0o777).toBe(0o600);
    // Nothing half-written stays behind.
    expect(readdirSync(deep)).toEqual([SECRET_FILE]);
  });

  it('differs from installation to installation', () => {
    const one = loadSecrets({}, join(directory, 'a')).secret;
    expect(loadSecrets({}, join(directory, 'b')).secret).not.toBe(one);
  });

  it('is never made anew while the file is there, even with nothing in it', () => {
    const file = join(directory, SECRET_FILE);
    writeFileSync(file, '');
    expect(() => loadSecrets({}, directory)).toThrow(/no usable secret/);
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('says what to do when it cannot be kept', () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect(() => loadSecrets({}, join(file, 'below'))).toThrow(/DATA_DIR|BETTER_AUTH_SECRET/);
  });
});

describe('a given secret', () => {
  it('is used, and nothing is written', () => {
    expect(loadSecrets({ BETTER_AUTH_SECRET: OLD }, directory)).toEqual({ secret: OLD });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('must be long enough', () => {
    expect(() => loadSecrets({ BETTER_AUTH_SECRET: 'short' }, directory)).toThrow(
      /has 5 characters.*at least 32/,
    );
  });
});

describe('rotation', () => {
  it('reads the versions, the newest first', () => {
    const env = { BETTER_AUTH_SECRET: OLD, BETTER_AUTH_SECRETS: `2:${NEW}, 1:${OLD}` };
    expect(loadSecrets(env, directory)).toEqual({
      secret: OLD,
      secrets: [
        { version: 2, value: NEW },
        { version: 1, value: OLD },
      ],
    });
  });

  it.each([
    [NEW, /<version>:<secret>/],
    [`2:${NEW},2:${OLD}`, /one version twice/],
    ['2:short', /Secret 2 .* at least 32/],
  ])('refuses %s', (value, words) => {
    expect(() =>
      loadSecrets({ BETTER_AUTH_SECRET: OLD, BETTER_AUTH_SECRETS: value }, directory),
    ).toThrow(words);
  });
});
