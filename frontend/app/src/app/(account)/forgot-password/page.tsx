import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountPage } from '@/components/account/AccountPage';
import { ForgotPasswordForm } from '@/components/account/ForgotPasswordForm';
import { OperatorReset } from '@/components/account/OperatorReset';
import { readConfig } from '@/lib/config';

export const metadata: Metadata = {
  title: 'Forgotten password',
  description: 'Get a link to choose a new password for your account on this TaskPilot.',
};

export default function ForgotPassword() {
  const { mail } = readConfig(process.env);
  return (
    <AccountPage
      title="Forgotten password"
      intro={
        mail
          ? 'Say which account it is, and a link to choose a new password comes by mail.'
          : 'This server cannot send mail, so a new password goes through whoever runs it.'
      }
      elsewhere={
        <Link href="/sign-in" className="link">
          Back to the sign-in
        </Link>
      }
    >
      {mail ? <ForgotPasswordForm /> : <OperatorReset />}
    </AccountPage>
  );
}
