import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './Spinner';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'medium' | 'large';

const VARIANT: Record<ButtonVariant, string> = {
  primary:
    'bg-accent text-accent-ink shadow-1 hover:bg-accent-hover disabled:hover:bg-accent border border-transparent',
  secondary: 'bg-surface text-ink border border-line-strong shadow-1 hover:bg-hover',
  quiet: 'text-ink-soft border border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-white border border-transparent shadow-1 hover:bg-danger-hover',
};

const SIZE: Record<ButtonSize, string> = {
  medium: 'h-10 px-4 text-sm',
  large: 'h-12 px-6 text-base',
};

/** The look of a button, for links that lead on like one. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'medium') {
  return clsx(
    'inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap',
    'transition-colors duration-100 disabled:opacity-60',
    VARIANT[variant],
    SIZE[size],
  );
}

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows that the work is under way; a second press then does nothing. */
  busy?: boolean;
};

export function Button({
  variant,
  size,
  busy,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // Not `disabled`, which would take the focus away from the person waiting.
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={clsx(buttonClass(variant, size), 'relative', className)}
    >
      <span className={clsx('inline-flex items-center gap-2', busy && 'opacity-0')}>
        {children}
      </span>
      {busy ? (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner label="Working" />
        </span>
      ) : null}
    </button>
  );
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  /** What it does; also the tooltip's text if it stands in one. */
  label: string;
  /** How big it is, as a class. */
  size?: string;
  children: ReactNode;
};

export function IconButton({
  label,
  size = 'size-10',
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-md text-ink-soft',
        size,
        'transition-colors duration-100 hover:bg-hover hover:text-ink disabled:opacity-50',
        className,
      )}
    >
      {children}
    </button>
  );
}
