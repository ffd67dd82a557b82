import { clsx } from 'clsx';

/** The mark: a task ticked by a course line. */
export function LogoMark({ size = 28, className }: { size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden="true"
      focusable="false"
      className={clsx('shrink-0', className)}
    >
      <rect width="32" height="32" rx="8.5" className="fill-accent" />
      <path
        d="M9 16.6l4.7 4.7L23.4 11"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span className={clsx('inline-flex items-center gap-2.5', className)}>
      <LogoMark />
      <span className="text-lg font-semibold tracking-tight text-ink">TaskPilot</span>
    </span>
  );
}
