import { ConfigError } from '@/lib/config';
import { migrate } from './migrate';
import { getAuth } from './server';
import { dropUnreadableKeys } from './signing-keys';

/** A page without accounts would answer every request with a failure, so it does not stay up. */
export async function start(): Promise<void> {
  try {
    const auth = getAuth();
    await migrate(auth);
    if ((await dropUnreadableKeys(auth)) > 0) {
      console.warn(
        'taskpilot: the secret of the accounts is not the one of before: everybody has to sign in again.',
      );
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(
      error instanceof ConfigError
        ? `taskpilot: ${reason}`
        : `taskpilot: the database of the accounts cannot be used: ${reason}`,
    );
    process.exit(1);
  }
}
