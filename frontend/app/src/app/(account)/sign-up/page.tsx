import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { safeNext, withNext } from '@/auth/redirect';
import { currentUser } from '@/auth/session';
import { AccountPage } from '@/components/account/AccountPage';
import { SignUpForm } from '@/components/account/SignUpForm';

export const metadata: Metadata = {
  title: 'Create an account',
  description: 'Create an account on this TaskPilot: a to-do list beside an assistant.',
};

export default async function SignUp({ searchParams }: PageProps<'/sign-up'>) {
  const target = safeNext((await searchParams).next);
  if (await currentUser()) redirect(target);
  return (
    <AccountPage
      title="Create your account"
      intro="It lives on this server, with your tasks. You can start right away."
      elsewhere={
        <>
          Already have one?{' '}
          <Link href={withNext('/sign-in', target)} className="link">
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm next={target} />
    </AccountPage>
  );
}
