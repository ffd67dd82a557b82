'use client';

import { clsx } from 'clsx';
import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';

export const inputClass =
  'w-full rounded-md border border-control bg-surface px-3 text-base text-ink shadow-1 h-11 ' +
  'transition-colors duration-100 hover:border-ink-faint aria-invalid:border-danger-text disabled:opacity-60 read-only:border-line read-only:bg-sunken read-only:text-ink-soft';

export type FieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Stands at the end of the label's line, and comes after the input for the Tab key. */
  aside?: ReactNode;
};

/** A labelled input, with what is expected below it, or what is wrong. */
export function Field({ label, hint, error, aside, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className={clsx('relative grid gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      <input {...rest} id={id} {...described(id, hint, error)} className={inputClass} />
      <FieldNote id={id} hint={hint} error={error} />
      {aside ? <div className="absolute top-0 right-0 leading-5">{aside}</div> : null}
    </div>
  );
}

export function PasswordField({ label, hint, error, aside, className, ...rest }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className={clsx('relative grid gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      <div className="relative">
        <input
          {...rest}
          id={id}
          type={shown ? 'text' : 'password'}
          {...described(id, hint, error)}
          className={clsx(inputClass, 'pr-11')}
        />
        <button
          type="button"
          aria-label={`Show ${label.toLowerCase()}`}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-md text-ink-faint hover:text-ink"
        >
          <Icon size={18} aria-hidden />
        </button>
      </div>
      <FieldNote id={id} hint={hint} error={error} />
      {aside ? <div className="absolute top-0 right-0 leading-5">{aside}</div> : null}
    </div>
  );
}

function described(id: string, hint: string | undefined, error: string | undefined) {
  return {
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error || hint ? `${id}-note` : undefined,
  };
}

function FieldNote({
  id,
  hint,
  error,
}: {
  id: string;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  if (error) {
    return (
      <p id={`${id}-note`} className="flex gap-1.5 text-xs text-danger-text">
        <CircleAlert size={15} aria-hidden className="mt-px shrink-0" />
        {error}
      </p>
    );
  }
  return hint ? (
    <p id={`${id}-note`} className="text-xs text-ink-faint">
      {hint}
    </p>
  ) : null;
}
