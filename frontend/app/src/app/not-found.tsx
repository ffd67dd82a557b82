import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from '@/components/site/MessagePage';
import { buttonClass } from '@/ui/Button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <MessagePage
      title="There is nothing here"
      action={
        <Link href="/" className={buttonClass('primary')}>
          To the start
        </Link>
      }
    >
      The address may be mistyped, or what stood here is gone.
    </MessagePage>
  );
}
