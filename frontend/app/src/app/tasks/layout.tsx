import type { ReactNode } from 'react';
import { SignedIn } from '@/components/SignedIn';

export default function TasksLayout({ children }: { children: ReactNode }) {
  return <SignedIn path="/tasks">{children}</SignedIn>;
}
