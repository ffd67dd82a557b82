'use client';

import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import { PASSWORD_LENGTH } from '@/auth/password-length';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { PasswordField } from '@/ui/Field';
import { checkAll, checkNewPassword } from './checks';
import { useAccountForm } from './use-account-form';

export function ResetPasswordForm({ token }: { token: string }) {
  const { form, errors, failure, button } = useAccountForm({
    names: ['password'],
    check: (values) => checkAll(values, { password: checkNewPassword }),
    send: ({ password }) =>
      attempt((fetchOptions) =>
        authClient.resetPassword({ newPassword: password, token, fetchOptions }),
      ),
    onDone: () => {
      window.location.assign('/sign-in?notice=password-changed');
      return 'leaving';
    },
  });
  return (
    <form {...form} className="grid gap-5">
      {failure ? <Banner tone="danger">{failure}</Banner> : null}
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_LENGTH.shortest} characters.`}
        error={errors.password}
      />
      <Button {...button} variant="primary" size="large" className="w-full disabled:opacity-100">
        Change password
      </Button>
    </form>
  );
}
