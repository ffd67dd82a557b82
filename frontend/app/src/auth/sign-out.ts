'use client';

import { withToast } from '@/ui/toast';
import { attempt } from './attempt';

/** Signs out and leaves by a full load, so that nothing of the person stays in memory. */
export async function signOut(): Promise<void> {
  const result = await attempt(async (fetchOptions) => {
    // Much code for one call, so that it comes when it is needed.
    const { authClient } = await import('./client');
    return authClient.signOut({ fetchOptions });
  });
  if (result.ok) {
    window.location.assign('/');
    return;
  }
  const { message } = result;
  withToast((toast) => toast.error('You are still signed in', { description: message }));
}
