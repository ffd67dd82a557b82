import type { ReactNode } from 'react';
import { requireUser } from '@/auth/session';
import { AppHeader } from '@/ui/AppHeader';
import { SignedInProviders } from './SignedInProviders';

/** A page for somebody signed in, below the header; others go to the sign-in and come back to `path`. */
export async function SignedIn({ path, children }: { path: string; children: ReactNode }) {
  const user = await requireUser(path);
  return (
    <SignedInProviders>
      <AppHeader user={user} />
      {children}
    </SignedInProviders>
  );
}
