'use client';

import { useRouter } from 'next/navigation';
import { attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import type { User } from '@/auth/session';
import { checkAll, checkName } from '@/components/account/checks';
import { useAccountForm } from '@/components/account/use-account-form';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { withToast } from '@/ui/toast';
import { Section } from './Section';

export function Profile({ user }: { user: User }) {
  const router = useRouter();
  const { form, errors, failure, button } = useAccountForm({
    names: ['name'],
    check: (values) => checkAll(values, { name: checkName }),
    send: ({ name }) =>
      attempt((fetchOptions) => authClient.updateUser({ name: name.trim(), fetchOptions })),
    onDone: () => {
      withToast((toast) => toast.success('Your name is saved'));
      // The header above shows it too.
      router.refresh();
      return undefined;
    },
  });
  return (
    <Section id="profile">
      <form {...form} className="grid max-w-md gap-5">
        {failure ? <Banner tone="danger">{failure}</Banner> : null}
        <Field
          label="Name"
          name="name"
          autoComplete="name"
          defaultValue={user.name}
          error={errors.name}
        />
        <Field
          label="E-mail"
          name="email"
          type="email"
          value={user.email}
          readOnly
          hint="You sign in with it. It cannot be changed here."
        />
        <Button {...button} className="justify-self-start disabled:opacity-100">
          Save name
        </Button>
      </form>
    </Section>
  );
}
