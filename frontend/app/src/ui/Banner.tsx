import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const TONE: Record<Tone, { look: string; icon: typeof Info }> = {
  info: { look: 'bg-accent-soft border-accent-line [&_svg]:text-accent-text', icon: Info },
  success: { look: 'bg-success-soft border-success-line [&_svg]:text-success', icon: CircleCheck },
  warning: {
    look: 'bg-warning-soft border-warning-line [&_svg]:text-warning',
    icon: TriangleAlert,
  },
  danger: { look: 'bg-danger-soft border-danger-line [&_svg]:text-danger-text', icon: CircleAlert },
};

/** A message that stays in its place; read out at once if something went wrong. */
export function Banner({
  tone = 'info',
  children,
  action,
  className,
}: {
  tone?: Tone;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const { look, icon: Icon } = TONE[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={clsx(
        'flex items-start gap-2.5 rounded-md border px-3.5 py-2.5 text-sm text-ink',
        look,
        className,
      )}
    >
      <Icon size={18} aria-hidden className="mt-px shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
