'use client';

import { useEffect, useState } from 'react';
import { type Consent, readConsent, turnOff, turnOn } from '@/tasks/reminders/consent';
import { Button } from '@/ui/Button';
import { Section } from './Section';

const WORDS: Record<Consent, string> = {
  on: 'Notifications are on in this browser.',
  off: 'Notifications are off in this browser.',
  blocked:
    'This browser does not let the page show notifications. Allow them in its settings for this site.',
  missing: 'This browser has no notifications for pages.',
};

/** Whether the browser tells of tasks that are due while the page is out of sight. */
export function Notifications() {
  const [consent, setConsent] = useState<Consent>('off');
  useEffect(() => setConsent(readConsent()), []);
  const change = async () => setConsent(consent === 'on' ? turnOff() : await turnOn());
  return (
    <Section
      id="reminders"
      intro="A task with a time of day is told of when it is due, as long as TaskPilot is open somewhere: in the page, and by a notification while you look at something else."
    >
      <p role="status" className="text-sm">
        {WORDS[consent]}
      </p>
      {consent === 'on' || consent === 'off' ? (
        <Button onClick={() => void change()} className="mt-4">
          {consent === 'on' ? 'Turn notifications off' : 'Turn notifications on'}
        </Button>
      ) : null}
    </Section>
  );
}
