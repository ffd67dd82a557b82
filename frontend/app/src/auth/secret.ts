import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Env } from '@/lib/config';

export const SECRET_FILE = 'auth-secret';
const SHORTEST = 32;

export type Secrets = {
  readonly secret: string;
  /** For rotation: the first one is used for new data, all of them to read. */
  readonly secrets?: { version: number; value: string }[];
};

/**
 * The secret that signs cookies and encrypts the keys of the tokens: from the environment, or made
 * once and kept. Losing it signs everybody out, so it is never made anew while the file is there.
 */
export function loadSecrets(env: Env, directory: string): Secrets {
  const rotation = parseRotation(env.BETTER_AUTH_SECRETS);
  const given = env.BETTER_AUTH_SECRET?.trim();
  if (given && given.length < SHORTEST) {
    throw new ConfigError(
      `BETTER_AUTH_SECRET has ${given.length} characters, and needs at least ${SHORTEST}. \`openssl rand -base64 32\` makes one; unset, one is made and kept.`,
    );
  }
  // With rotation, the plain secret is the one that data from before the rotation was written with.
  const secret = given || keptSecret(directory);
  return rotation ? { secret, secrets: rotation } : { secret };
}

function parseRotation(value: string | undefined): { version: number; value: string }[] | null {
  if (!value?.trim()) return null;
  const parsed = value.split(',').map((entry) => {
    const match = /^\s*(\d+):(.+?)\s*$/.exec(entry);
    const version = match?.[1];
    const secret = match?.[2];
    if (version === undefined || secret === undefined) {
      throw new ConfigError(
        'BETTER_AUTH_SECRETS is written as <version>:<secret>,<version>:<secret>, the newest first.',
      );
    }
    if (secret.length < SHORTEST) {
      throw new ConfigError(
        `Secret ${version} of BETTER_AUTH_SECRETS needs at least ${SHORTEST} characters.`,
      );
    }
    return { version: Number(version), value: secret };
  });
  if (new Set(parsed.map((each) => each.version)).size !== parsed.length) {
    throw new ConfigError('BETTER_AUTH_SECRETS names one version twice.');
  }
  return parsed;
}

function keptSecret(directory: string): string {
  const file = join(directory, SECRET_FILE);
  const kept = readKept(file);
  if (kept) return kept;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const made = randomBytes(32).toString('base64url');
  // Written aside and linked into place: of several processes that start together one wins, and
  // none of them can read half a secret.
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(aside, `${made}\n`, { mode: 0o600, flag: 'wx' });
    linkSync(aside, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new ConfigError(
        `The secret for accounts cannot be kept in ${file}: ${(error as Error).message}. Make DATA_DIR writable or set BETTER_AUTH_SECRET.`,
      );
    }
    const other = readKept(file);
    if (other) return other;
    throw new ConfigError(`${file} is there but has no usable secret in it. Restore or delete it.`);
  } finally {
    rmSync(aside, { force: true });
  }
}

function readKept(file: string): string | null {
  let kept: string;
  try {
    kept = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new ConfigError(
      `The secret for accounts in ${file} cannot be read: ${message}. Correct DATA_DIR or set BETTER_AUTH_SECRET.`,
    );
  }
  if (kept.length >= SHORTEST) return kept;
  throw new ConfigError(
    `${file} has no usable secret in it. Restore it, or delete it to have a new one made (which signs everybody out).`,
  );
}
