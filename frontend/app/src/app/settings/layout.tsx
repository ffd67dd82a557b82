import type { ReactNode } from 'react';
import { SignedIn } from '@/components/SignedIn';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <SignedIn path="/settings">{children}</SignedIn>;
}
