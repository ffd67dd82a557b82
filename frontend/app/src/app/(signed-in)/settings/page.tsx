import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { requireUser } from '@/auth/session';
import { listSessions } from '@/auth/sessions';
import { Appearance } from '@/components/settings/Appearance';
import { Connection } from '@/components/settings/Connection';
import { DeleteAccount } from '@/components/settings/DeleteAccount';
import { ExportData } from '@/components/settings/ExportData';
import { Notifications } from '@/components/settings/Notifications';
import { Password } from '@/components/settings/Password';
import { Profile } from '@/components/settings/Profile';
import { Sessions } from '@/components/settings/Sessions';
import { SettingsNav } from '@/components/settings/SettingsNav';
import { publicConfig, readConfig } from '@/lib/config';

export const metadata: Metadata = {
  title: 'Settings',
  description: 'Your account, your password, where you are signed in, and your data.',
};

export default async function Settings() {
  const user = await requireUser('/settings');
  const request = await headers();
  const { apiUrl } = publicConfig(readConfig(process.env), request.get('host'));
  return (
    <main id="main" className="mx-auto w-full max-w-5xl px-4 pt-8 pb-24 sm:px-8">
      <h1 className="text-2xl font-semibold tracking-tight">Settings</h1>
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-x-12 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <SettingsNav />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <Profile user={user} />
          <Password email={user.email} />
          <Sessions sessions={await listSessions()} />
          <Appearance />
          <Notifications />
          <Connection apiUrl={apiUrl} />
          <ExportData user={user} />
          <DeleteAccount user={user} />
        </div>
      </div>
    </main>
  );
}
