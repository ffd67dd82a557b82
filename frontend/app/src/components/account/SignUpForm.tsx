'use client';

import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import { PASSWORD_LENGTH } from '@/auth/password-length';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Field, PasswordField } from '@/ui/Field';
import { checkAll, checkEmail, checkName, checkNewPassword } from './checks';
import { useAccountForm } from './use-account-form';

export function SignUpForm({ next }: { next: string }) {
  const { form, errors, failure, button } = useAccountForm({
    names: ['name', 'email', 'password'],
    check: (values) =>
      checkAll(values, { name: checkName, email: checkEmail, password: checkNewPassword }),
    send: ({ name, email, password }) =>
      attempt((fetchOptions) =>
        authClient.signUp.email({ name: name.trim(), email: email.trim(), password, fetchOptions }),
      ),
    onDone: () => {
      window.location.assign(next);
      return 'leaving';
    },
  });
  return (
    <form {...form} className="grid gap-5">
      {failure ? <Banner tone="danger">{failure}</Banner> : null}
      <Field label="Name" name="name" autoComplete="name" error={errors.name} />
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
        autoComplete="new-password"
        hint={`At least ${PASSWORD_LENGTH.shortest} characters.`}
        error={errors.password}
      />
      <Button {...button} variant="primary" size="large" className="w-full disabled:opacity-100">
        Create account
      </Button>
    </form>
  );
}
