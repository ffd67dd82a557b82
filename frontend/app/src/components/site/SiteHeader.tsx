import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from '@/ui/Logo';
import { SkipLink } from '@/ui/SkipLink';
import { ThemeSwitch } from '@/ui/ThemeSwitch';

/** The bar above the pages for those who are signed out; `children` lead elsewhere. */
export function SiteHeader({ children }: { children?: ReactNode }) {
  return (
    <header className="flex h-16 items-center gap-2 px-5 sm:px-8">
      <SkipLink />
      <Link href="/" aria-label="TaskPilot, to its home page" className="mr-auto flex rounded-md">
        <Logo />
      </Link>
      <ThemeSwitch />
      {children}
    </header>
  );
}
