'use client';

import { useState } from 'react';
import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { checkAll, checkEmail } from './checks';
import { useAccountForm } from './use-account-form';

export function ForgotPasswordForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, errors, failure, button } = useAccountForm({
    names: ['email'],
    check: (values) => checkAll(values, { email: checkEmail }),
    send: ({ email }) =>
      attempt((fetchOptions) =>
        authClient.requestPasswordReset({ email: email.trim(), fetchOptions }),
      ),
    onDone: ({ email }) => {
      setSentTo(email.trim());
      return undefined;
    },
  });
  return (
    <form {...form} className="grid gap-5">
      {failure ? <Banner tone="danger">{failure}</Banner> : null}
      {sentTo ? (
        // The same words whether there is such an account or not: nobody learns who has one.
        <Banner tone="success">
          If <strong className="font-semibold break-all">{sentTo}</strong> has an account, a link is
          on its way there. It works once, for one hour.
        </Banner>
      ) : null}
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        error={errors.email}
      />
      <Button {...button} variant="primary" size="large" className="w-full disabled:opacity-100">
        {sentTo ? 'Send it again' : 'Send me a link'}
      </Button>
    </form>
  );
}
