'use client';

import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { AlertDialog as AlertPrimitive, Dialog as DialogPrimitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button, IconButton } from './Button';

const OVERLAY =
  'fixed inset-0 z-40 bg-scrim data-[state=open]:animate-fade-in data-[state=closed]:animate-fade-out';

// On a phone it stands at the bottom, where the thumb is; elsewhere in the middle.
const PANEL =
  'fixed z-50 flex max-h-[88dvh] w-full flex-col bg-surface text-ink shadow-3 border-line outline-none ' +
  'inset-x-0 bottom-0 rounded-t-xl border-t ' +
  'sm:inset-0 sm:m-auto sm:h-fit sm:max-w-md sm:rounded-xl sm:border ' +
  'data-[state=open]:animate-pop-in data-[state=closed]:animate-pop-out';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** The title is read out but not shown. */
  hideTitle?: boolean;
  children?: ReactNode;
  /** The row of buttons at the bottom. */
  footer?: ReactNode;
  className?: string;
};

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  hideTitle,
  children,
  footer,
  className,
}: DialogProps) {
  return (
    <DialogPrimitive.Root open={open} onOpenChange={onOpenChange}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className={OVERLAY} />
        <DialogPrimitive.Content
          className={clsx(PANEL, className)}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header
            className={clsx('flex items-start gap-4 pt-4 pr-3 pb-2 pl-5', hideTitle && 'sr-only')}
          >
            <div className="min-w-0 flex-1 pt-1.5">
              <DialogPrimitive.Title className="text-lg font-semibold">
                {title}
              </DialogPrimitive.Title>
              {description ? (
                <DialogPrimitive.Description asChild>
                  <div className="mt-1 text-sm text-ink-soft">{description}</div>
                </DialogPrimitive.Description>
              ) : null}
            </div>
            <DialogPrimitive.Close asChild>
              <IconButton label="Close">
                <X size={18} aria-hidden />
              </IconButton>
            </DialogPrimitive.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pb-5">
            {children}
          </div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
              {footer}
            </footer>
          ) : null}
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: ReactNode;
  confirm: string;
  onConfirm: () => void;
  busy?: boolean;
  danger?: boolean;
  children?: ReactNode;
};

/** Asks before something that cannot simply be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirm, onConfirm, busy, danger, children } =
    props;
  return (
    <AlertPrimitive.Root open={open} onOpenChange={onOpenChange}>
      <AlertPrimitive.Portal>
        <AlertPrimitive.Overlay className={OVERLAY} />
        <AlertPrimitive.Content className={PANEL}>
          {/* A form, so that Enter in a field inside confirms. */}
          <form
            className="contents"
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy) onConfirm();
            }}
          >
            <div className="min-h-0 overflow-y-auto px-5 pt-5 pb-5">
              <AlertPrimitive.Title className="text-lg font-semibold">{title}</AlertPrimitive.Title>
              <AlertPrimitive.Description asChild>
                <div className="mt-1.5 text-sm text-ink-soft">{description}</div>
              </AlertPrimitive.Description>
              {children ? <div className="mt-4">{children}</div> : null}
            </div>
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
              <AlertPrimitive.Cancel asChild>
                <Button>Cancel</Button>
              </AlertPrimitive.Cancel>
              <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={busy ?? false}>
                {confirm}
              </Button>
            </footer>
          </form>
        </AlertPrimitive.Content>
      </AlertPrimitive.Portal>
    </AlertPrimitive.Root>
  );
}
