'use client';

import { useRouter } from 'next/navigation';
import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import { PASSWORD_LENGTH } from '@/auth/password-length';
import { checkAll, checkNewPassword, checkPresent } from '@/components/account/checks';
import { useAccountForm } from '@/components/account/use-account-form';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { PasswordField } from '@/ui/Field';
import { withToast } from '@/ui/toast';
import { Section } from './Section';

export function Password({ email }: { email: string }) {
  const router = useRouter();
  const { form, errors, failure, button } = useAccountForm({
    names: ['currentPassword', 'password'],
    check: (values) =>
      checkAll(values, {
        currentPassword: checkPresent('Enter your current password.'),
        password: checkNewPassword,
      }),
    send: ({ currentPassword, password }) =>
      attempt((fetchOptions) =>
        authClient.changePassword({
          currentPassword,
          newPassword: password,
          revokeOtherSessions: true,
          fetchOptions,
        }),
      ),
    onDone: (_, element) => {
      element.reset();
      withToast((toast) =>
        toast.success('Your password is changed', {
          description: 'You are signed out everywhere else.',
        }),
      );
      // The list of sessions below is shorter now.
      router.refresh();
      return undefined;
    },
  });
  return (
    <Section id="password" intro="Changing it signs you out everywhere but here.">
      <form {...form} className="grid max-w-md gap-5">
        {failure ? <Banner tone="danger">{failure}</Banner> : null}
        {/* For password managers, which want to know whose password it is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          error={errors.currentPassword}
        />
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_LENGTH.shortest} characters.`}
          error={errors.password}
        />
        <Button {...button} className="justify-self-start disabled:opacity-100">
          Change password
        </Button>
      </form>
    </Section>
  );
}
