'use client';

import { MessagePage } from '@/components/site/MessagePage';
import { Button, buttonClass } from '@/ui/Button';

/** Stands in for a page that failed; the rest of the site still works. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <MessagePage
      title="This page could not be shown"
      action={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <a href="/" className={buttonClass('secondary')}>
            To the start
          </a>
        </>
      }
    >
      Nothing you saved is lost. If trying again does not help, tell the operator
      {error.digest ? ` the number ${error.digest}` : ''}.
    </MessagePage>
  );
}
