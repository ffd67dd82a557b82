import { symmetricDecrypt } from 'better-auth/crypto';
import type { Auth } from './server';

type Key = { readonly id: string; readonly privateKey: string };

/**
 * Deletes the signing keys that the secret does not open, and returns how many those were. They can
 * sign nothing any more, and the newest key is the one that is tried: left in place, a lost secret
 * would keep everybody without a token for ever. The next token makes a new key.
 */
export async function dropUnreadableKeys(auth: Pick<Auth, '$context'>): Promise<number> {
  const { adapter, secretConfig } = await auth.$context;
  const keys = await adapter.findMany<Key>({ model: 'jwks' });
  let dropped = 0;
  for (const { id, privateKey } of keys) {
    if (await opens(secretConfig, privateKey)) continue;
    await adapter.delete({ model: 'jwks', where: [{ field: 'id', value: id }] });
    dropped += 1;
  }
  return dropped;
}

type Secret = Awaited<Auth['$context']>['secretConfig'];

async function opens(key: Secret, privateKey: string): Promise<boolean> {
  try {
    await symmetricDecrypt({ key, data: JSON.parse(privateKey) });
    return true;
  } catch {
    return false;
  }
}
