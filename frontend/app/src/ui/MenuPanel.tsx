'use client';

import { DropdownMenu } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import { hasMovedOn } from './has-moved-on';

export type MenuAlign = 'start' | 'center' | 'end';

/** The open part of a menu. It lies at `button`, and gives the focus back to it or to where `onClosed` puts it. */
export function MenuPanel({
  open,
  onOpenChange,
  button,
  container,
  label,
  align,
  onClosed,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  button: RefObject<HTMLElement | null>;
  container: HTMLElement | null;
  label: string;
  align: MenuAlign;
  onClosed?: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Root open={open} modal={false} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="pointer-events-none absolute inset-0" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          onPointerDownOutside={(event) => {
            // The press on its own button closes it once, by the button.
            if (button.current?.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (hasMovedOn(event.currentTarget)) return;
            if (onClosed) onClosed();
            else button.current?.focus({ preventScroll: true });
          }}
          className="z-50 min-w-52 rounded-lg border border-line bg-surface p-1.5 text-ink shadow-2 data-[state=open]:animate-pop-in data-[state=closed]:animate-pop-out data-[state=closed]:pointer-events-none"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
