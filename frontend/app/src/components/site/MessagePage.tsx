import type { ReactNode } from 'react';
import { SiteHeader } from './SiteHeader';

/** A page that only has something to say, and a way on. */
export function MessagePage({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader />
      <main
        id="main"
        className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-5 pb-32 text-center"
      >
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-2 text-base text-ink-soft text-pretty">{children}</p>
        <div className="mt-7 flex flex-wrap justify-center gap-3">{action}</div>
      </main>
    </div>
  );
}
