'use client';

import { useState } from 'react';
import { deleteAccount } from '@/account/delete';
import type { User } from '@/auth/session';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/Dialog';
import { PasswordField } from '@/ui/Field';
import { Section } from './Section';

type Problem = { message: string; field: boolean };

export function DeleteAccount({ user }: { user: User }) {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const show = (next: boolean) => {
    if (busy) return;
    setOpen(next);
    setPassword('');
    setProblem(null);
  };
  const confirm = async () => {
    if (!password) return setProblem({ message: 'Enter your password.', field: true });
    setBusy(true);
    setProblem(null);
    const result = await deleteAccount(user.id, password);
    if (result.ok) return window.location.assign('/?notice=account-deleted');
    setBusy(false);
    setProblem({ message: result.message, field: result.field === 'currentPassword' });
  };

  return (
    <Section
      id="delete"
      intro="Deletes your account with all tasks, conversations and files, at once and for good. Download your data first if you may want it."
    >
      <Button variant="danger" onClick={() => show(true)}>
        Delete my account
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={show}
        title="Delete your account?"
        description={
          <>
            Everything of <strong className="font-semibold break-all">{user.email}</strong> will be
            gone. It cannot be undone.
          </>
        }
        confirm="Delete for good"
        danger
        busy={busy}
        onConfirm={() => void confirm()}
      >
        {problem && !problem.field ? (
          <Banner tone="danger" className="mb-4">
            {problem.message}
          </Banner>
        ) : null}
        <PasswordField
          label="Your password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={problem?.field ? problem.message : undefined}
        />
      </ConfirmDialog>
    </Section>
  );
}
