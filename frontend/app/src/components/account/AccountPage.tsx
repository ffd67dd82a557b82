import type { ReactNode } from 'react';

/** The frame of a page of the accounts: what it is for, the form, and the way elsewhere. */
export function AccountPage({
  title,
  intro,
  children,
  elsewhere,
}: {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
  elsewhere?: ReactNode;
}) {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {intro ? <p className="mt-2 text-base text-ink-soft text-pretty">{intro}</p> : null}
      <div className="mt-8">{children}</div>
      {elsewhere ? <p className="mt-6 text-sm text-ink-soft">{elsewhere}</p> : null}
    </>
  );
}
