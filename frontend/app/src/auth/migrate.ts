import { getMigrations } from 'better-auth/db/migration';
import type { Auth } from './server';

const ATTEMPTS = 6;

/**
 * Brings the tables of the accounts up to date. Two processes that start together on an empty
 * database both plan the same tables, and one of them fails: it looks again and finds them made.
 * A database that is still starting gets the same few seconds.
 */
export async function migrate(
  auth: Pick<Auth, 'options'>,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const plan = await getMigrations(auth.options);
      if (plan.toBeCreated.length + plan.toBeAdded.length > 0) await plan.runMigrations();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await wait(2 ** attempt * 100 * (0.5 + Math.random()));
    }
  }
}
