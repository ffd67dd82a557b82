import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { safeNext, withNext } from '@/auth/redirect';
import { currentUser } from '@/auth/session';
import { AccountPage } from '@/components/account/AccountPage';
import { SignInForm } from '@/components/account/SignInForm';
import { Banner } from '@/ui/Banner';

export const metadata: Metadata = {
  title: 'Sign in',
  description: 'Sign in to TaskPilot, your tasks beside an assistant you can talk to.',
};

export default async function SignIn({ searchParams }: PageProps<'/sign-in'>) {
  const { next, notice } = await searchParams;
  const target = safeNext(next);
  if (await currentUser()) redirect(target);
  return (
    <AccountPage
      title="Sign in"
      intro="Your tasks and your assistant are where you left them."
      elsewhere={
        <>
          New here?{' '}
          <Link href={withNext('/sign-up', target)} className="link">
            Create an account
          </Link>
        </>
      }
    >
      {notice === 'password-changed' ? (
        <Banner tone="success" className="mb-6">
          Your password is changed. Sign in with the new one.
        </Banner>
      ) : null}
      <SignInForm next={target} />
    </AccountPage>
  );
}
