'use client';

import { useState } from 'react';
import { exportAccount } from '@/account/export';
import { failureWords } from '@/account/words';
import type { User } from '@/auth/session';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Section } from './Section';
import { saveFile } from './save-file';

export function ExportData({ user }: { user: User }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const download = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const document = await exportAccount(user);
      const day = new Date().toISOString().slice(0, 10);
      saveFile(`taskpilot-${day}.json`, JSON.stringify(document, null, 2));
    } catch (error) {
      setFailure(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section
      id="data"
      intro="One JSON file with your account, all tasks and all conversations, to keep or to take elsewhere."
    >
      {failure ? (
        <Banner tone="danger" className="mb-4">
          {failure}
        </Banner>
      ) : null}
      <Button busy={busy} onClick={() => void download()}>
        Download everything
      </Button>
    </Section>
  );
}
