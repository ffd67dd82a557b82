'use client';

import Link from 'next/link';
import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Field, PasswordField } from '@/ui/Field';
import { checkAll, checkEmail, checkPresent } from './checks';
import { useAccountForm } from './use-account-form';

export function SignInForm({ next }: { next: string }) {
  const { form, errors, failure, button } = useAccountForm({
    names: ['email', 'password'],
    check: (values) =>
      checkAll(values, { email: checkEmail, password: checkPresent('Enter your password.') }),
    send: ({ email, password }) =>
      attempt((fetchOptions) =>
        authClient.signIn.email({ email: email.trim(), password, fetchOptions }),
      ),
    // A full load, so that nothing of whoever was here before stays in memory.
    onDone: () => {
      window.location.assign(next);
      return 'leaving';
    },
  });
  return (
    <form {...form} className="grid gap-5">
      {failure ? <Banner tone="danger">{failure}</Banner> : null}
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        error={errors.email}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        error={errors.password}
        aside={
          <Link href="/forgot-password" className="link text-sm">
            Forgot it?
          </Link>
        }
      />
      <Button {...button} variant="primary" size="large" className="w-full disabled:opacity-100">
        Sign in
      </Button>
    </form>
  );
}
