'use client';

import { toast } from 'sonner';
import { attempt } from './attempt';
import { authClient } from './client';

/** Signs out and leaves by a full load, so that nothing of the person stays in memory. */
export async function signOut(): Promise<void> {
  const result = await attempt((fetchOptions) => authClient.signOut({ fetchOptions }));
  if (result.ok) window.location.assign('/');
  else toast.error('You are still signed in', { description: result.message });
}
