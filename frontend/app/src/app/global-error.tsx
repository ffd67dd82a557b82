'use client';

import './globals.css';
import { Button } from '@/ui/Button';

/** Stands in for everything if even the frame of the page failed, so it uses next to nothing. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en" data-theme="light">
      <head>
        <title>TaskPilot could not be shown</title>
      </head>
      <body>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-5 text-center">
          <h1 className="text-2xl font-semibold tracking-tight">TaskPilot could not be shown</h1>
          <p className="mt-2 text-base text-ink-soft">
            Nothing you saved is lost. Try again, or reload the page.
          </p>
          <div className="mt-7">
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
          </div>
        </main>
      </body>
    </html>
  );
}
