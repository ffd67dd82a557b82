import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '@/components/account/AccountPage';
import { ResetPasswordForm } from '@/components/account/ResetPasswordForm';
import { Banner } from '@/ui/Banner';

export const metadata: Metadata = {
  title: 'New password',
  description: 'Choose a new password for your account on this TaskPilot.',
  // The address holds the key to an account.
  robots: { index: false },
};

export default async function ResetPassword({ searchParams }: PageProps<'/reset-password'>) {
  const { token } = await searchParams;
  const usable = typeof token === 'string' && token.length > 0;
  return (
    <AccountPage
      title="Choose a new password"
      intro="It replaces the old one, and signs you out everywhere else."
      elsewhere={
        <Link href="/forgot-password" className="link">
          Ask for a new link
        </Link>
      }
    >
      {usable ? (
        <ResetPasswordForm token={token} />
      ) : (
        <Banner tone="danger">
          This link is not complete. Open it again from where you got it, or ask for a new one.
        </Banner>
      )}
    </AccountPage>
  );
}
