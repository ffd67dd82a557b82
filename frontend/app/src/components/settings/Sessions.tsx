'use client';

import { formatDistanceToNow } from 'date-fns';
import { Laptop, Smartphone } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type Attempt, attempt } from '@/auth/attempt';
import { authClient } from '@/auth/client';
import type { ListedSession } from '@/auth/sessions';
import { Button } from '@/ui/Button';
import { withToast } from '@/ui/toast';
import { deviceName, isPhone } from './device';
import { Section } from './Section';

const ALL = 'all others';

export function Sessions({ sessions }: { sessions: readonly ListedSession[] }) {
  const router = useRouter();
  const [ending, setEnding] = useState<string | null>(null);

  const end = async (which: string, done: string, send: () => Promise<Attempt<unknown>>) => {
    setEnding(which);
    const result = await send();
    setEnding(null);
    withToast((toast) => {
      if (result.ok) toast.success(done);
      else toast.error('Nothing was changed', { description: result.message });
    });
    router.refresh();
  };
  const endOne = ({ token, userAgent }: ListedSession) =>
    end(token, `Signed out: ${deviceName(userAgent)}`, () =>
      attempt((fetchOptions) => authClient.revokeSession({ token, fetchOptions })),
    );
  const endOthers = () =>
    end(ALL, 'Signed out everywhere else', () =>
      attempt((fetchOptions) => authClient.revokeOtherSessions({ fetchOptions })),
    );

  return (
    <Section
      id="sessions"
      intro="If one of these is not you, sign it out and change your password."
    >
      <ul className="-my-1 divide-y divide-line">
        {sessions.map((session) => (
          <SessionRow
            key={session.token}
            session={session}
            busy={ending === session.token}
            onEnd={() => void endOne(session)}
          />
        ))}
      </ul>
      {sessions.length > 2 ? (
        <Button busy={ending === ALL} onClick={() => void endOthers()} className="mt-4">
          Sign out everywhere else
        </Button>
      ) : null}
    </Section>
  );
}

function SessionRow({
  session,
  busy,
  onEnd,
}: {
  session: ListedSession;
  busy: boolean;
  onEnd: () => void;
}) {
  const { current, ipAddress, startedAt, userAgent } = session;
  const Icon = isPhone(userAgent) ? Smartphone : Laptop;
  const name = deviceName(userAgent);
  return (
    <li className="flex min-h-16 items-center gap-4 py-3">
      <Icon size={20} aria-hidden className="shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 text-sm font-medium">
          {name}
          {current ? (
            <span className="rounded-full bg-success-soft px-2 text-2xs leading-5 font-medium text-success">
              This one
            </span>
          ) : null}
        </p>
        <p className="text-xs text-ink-faint">
          {/* Counted on the server and again here, a moment later. */}
          <time dateTime={startedAt} suppressHydrationWarning>
            Signed in {formatDistanceToNow(startedAt, { addSuffix: true })}
          </time>
          {ipAddress ? ` from ${ipAddress}` : ''}
        </p>
      </div>
      {current ? null : (
        <Button busy={busy} onClick={onEnd} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
