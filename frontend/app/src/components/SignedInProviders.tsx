import type { ReactNode } from 'react';
import { ToasterLater } from '@/ui/ToasterLater';

/** What the pages for those who are signed in stand on; the others load none of it. */
export function SignedInProviders({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      <ToasterLater />
    </>
  );
}
