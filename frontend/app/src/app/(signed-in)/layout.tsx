import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { apiToken, currentUser } from '@/auth/session';
import { AssistantHost } from '@/chat/AssistantHost';
import { SignedInProviders } from '@/components/SignedInProviders';
import { publicConfig, readConfig } from '@/lib/config';
import { WorkspaceProvider } from '@/tasks/data/WorkspaceProvider';
import { firstTasks } from '@/tasks/first-tasks';
import { Reminders } from '@/tasks/reminders/Reminders';
import { AppHeader } from '@/ui/AppHeader';

/**
 * One for all pages of a signed-in person, so that the live stream, the messages at the bottom and
 * an answer that is coming in outlive the way from one to the other.
 */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  // The page itself leads to the sign-in: it knows its address.
  if (!user) return children;
  const token = await apiToken();
  const { apiUrl } = publicConfig(readConfig(process.env), (await headers()).get('host'));
  const start = { token, tasks: token === null ? null : firstTasks(apiUrl, user.id, token) };
  return (
    <SignedInProviders>
      <WorkspaceProvider userId={user.id} start={start}>
        <Reminders />
        <AssistantHost>
          <AppHeader user={user} />
          {children}
        </AssistantHost>
      </WorkspaceProvider>
    </SignedInProviders>
  );
}
