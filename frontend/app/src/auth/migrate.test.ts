import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '@/lib/config';
import { openDatabase } from './database.mjs';
import { migrate } from './migrate';
import { createAuth } from './server';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'migrate-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function open() {
  const database = openDatabase({ type: 'sqlite', file: join(directory, 'auth.db') });
  return createAuth(readConfig({}), { secret: 's'.repeat(32) }, database);
}

const noWait = () => Promise.resolve();

describe('migrate', () => {
  it('makes the tables, and does nothing the second time', async () => {
    const auth = open();
    await migrate(auth, noWait);
    await migrate(auth, noWait);
    const signedUp = await auth.api.signUpEmail({
      body: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' },
    });
    expect(signedUp.user.email).toBe('ada@example.com');
  });

  it('lets several processes start together on an empty database', async () => {
    const all = [open(), open(), open(), open()];
    await Promise.all(all.map((auth) => migrate(auth, noWait)));
    for (const auth of all) {
      expect(await auth.api.listSessions({ headers: new Headers() }).catch((e) => e.status)).toBe(
        'UNAUTHORIZED',
      );
    }
  });

  it('tries again for a while, longer each time, and then says why not', async () => {
    const broken = { options: { database: { dialect: {}, type: 'nonsense' } } } as never;
    const wait = vi.fn(noWait);
    await expect(migrate(broken, wait)).rejects.toThrow();
    expect(wait).toHaveBeenCalledTimes(5);
  });
});
