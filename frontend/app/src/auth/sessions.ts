import 'server-only';
import { headers } from 'next/headers';
import { getAuth } from './server';

/** A place where the person is signed in. The token is what ends it. */
export type ListedSession = {
  readonly token: string;
  readonly current: boolean;
  readonly startedAt: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
};

/** Returns the sessions of whoever asks: this one first, then the newest. */
export async function listSessions(): Promise<ListedSession[]> {
  const request = await headers();
  const { api } = getAuth();
  const [here, all] = await Promise.all([
    api.getSession({ headers: request }),
    api.listSessions({ headers: request }),
  ]);
  return all
    .map(({ token, createdAt, ipAddress, userAgent }) => ({
      token,
      current: token === here?.session.token,
      startedAt: createdAt.toISOString(),
      ipAddress: ipAddress || null,
      userAgent: userAgent || null,
    }))
    .sort(
      (a, b) => Number(b.current) - Number(a.current) || b.startedAt.localeCompare(a.startedAt),
    );
}
