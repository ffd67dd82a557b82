import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { withNext } from './redirect';
import { getAuth } from './server';

export type User = { readonly id: string; readonly name: string; readonly email: string };

/** Who is signed in, asked once for each request. */
export const currentUser = cache(async (): Promise<User | null> => {
  const session = await getAuth().api.getSession({ headers: await headers() });
  if (!session) return null;
  const { id, name, email } = session.user;
  return { id, name, email };
});

/** The user, or on to the sign-in, which leads back to `path`. */
export async function requireUser(path: string): Promise<User> {
  const user = await currentUser();
  if (!user) redirect(withNext('/sign-in', path));
  return user;
}

/** A token of the API for the first HTML, or none: then the browser asks for one itself. */
export async function apiToken(): Promise<string | null> {
  try {
    const { token } = await getAuth().api.getToken({ headers: await headers() });
    return token;
  } catch {
    return null;
  }
}
