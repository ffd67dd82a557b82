import type { ReactNode } from 'react';
import { SignedIn } from '@/components/SignedIn';

export default function ChatLayout({ children }: { children: ReactNode }) {
  return <SignedIn path="/chatkit">{children}</SignedIn>;
}
