import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** What a place says while nothing is in it: what it is for, and the first step. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  className,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={clsx(
        'mx-auto flex max-w-sm flex-col items-center px-6 py-14 text-center',
        className,
      )}
    >
      {icon ? (
        <div
          aria-hidden
          className="mb-4 grid size-12 place-items-center rounded-lg border border-line bg-surface text-ink-faint shadow-1"
        >
          {icon}
        </div>
      ) : null}
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {children ? <div className="mt-1.5 text-sm text-ink-soft text-pretty">{children}</div> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
