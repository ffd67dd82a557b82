'use client';

import { useEffect } from 'react';
import { Toaster as Sonner, toast, useSonner } from 'sonner';
import { useTheme } from './theme';
import { toastsAreThere } from './toast';

/** Where short messages appear; `withToast` shows one. */
export function Toaster() {
  const { theme } = useTheme();
  // After the effect of its child, which begins to listen there.
  useEffect(() => toastsAreThere(toast), []);
  const telling = useSonner().toasts.length > 0;
  useEffect(() => {
    // Not by `:has()`: that would style the whole page anew with each element that is added to it.
    document.documentElement.toggleAttribute('data-telling', telling);
  }, [telling]);
  return (
    <Sonner
      theme={theme}
      // Beside the list and the chat, on neither of their fields.
      position="bottom-left"
      visibleToasts={3}
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 text-sm text-ink shadow-3 sm:w-96',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-ink-soft mt-0.5',
          actionButton:
            'h-10 shrink-0 rounded-md px-3 -my-1.5 -mr-2 text-sm font-semibold text-accent-text hover:bg-accent-soft',
          cancelButton:
            'h-10 shrink-0 rounded-md px-3 -my-1.5 text-sm text-ink-soft hover:bg-hover',
          error: '[&_[data-icon]]:text-danger-text',
          success: '[&_[data-icon]]:text-success',
          warning: '[&_[data-icon]]:text-warning',
          icon: 'shrink-0',
        },
      }}
    />
  );
}
