'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { ComponentProps } from 'react';

/** A link whose page is fetched once somebody is about to follow it, not while the first page comes. */
export function NavLink({ href, ...rest }: ComponentProps<typeof Link> & { href: string }) {
  const router = useRouter();
  const prefetch = () => router.prefetch(href);
  return (
    <Link {...rest} href={href} prefetch={false} onPointerEnter={prefetch} onFocus={prefetch} />
  );
}
