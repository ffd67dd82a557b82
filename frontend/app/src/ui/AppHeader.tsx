'use client';

import { clsx } from 'clsx';
import { ListChecks, MessageSquareText, Settings, UserRound } from 'lucide-react';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import type { User } from '@/auth/session';
import { Logo, LogoMark } from './Logo';
import { Menu } from './Menu';
import { NavLink } from './NavLink';
import { SkipLink } from './SkipLink';
import { ThemeSwitch } from './ThemeSwitch';

const PLACES = [
  { href: '/tasks', label: 'Tasks', icon: ListChecks },
  { href: '/chatkit', label: 'Assistant', icon: MessageSquareText },
  { href: '/settings', label: 'Settings', icon: Settings },
] as const;

/** The bar above every page of a signed-in person; `children` are the page's own controls. */
export function AppHeader({ user, children }: { user: User; children?: ReactNode }) {
  const path = usePathname();
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <SkipLink />
      <div className="flex h-14 items-center gap-1 px-3 sm:px-5">
        <NavLink
          href="/tasks"
          aria-label="TaskPilot, to the tasks"
          className="mr-1 flex rounded-md sm:mr-5"
        >
          <span className="flex sm:hidden">
            <LogoMark />
          </span>
          <span className="hidden sm:flex">
            <Logo />
          </span>
        </NavLink>
        <nav aria-label="Main" className="flex items-center gap-0.5">
          {PLACES.map(({ href, label, icon: Icon }) => {
            const here = path === href || path.startsWith(`${href}/`);
            return (
              <NavLink
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={clsx(
                  'flex h-10 min-w-10 items-center justify-center gap-2 rounded-md px-2.5 text-sm font-medium transition-colors duration-100 sm:px-3',
                  here
                    ? 'bg-accent-soft text-accent-text'
                    : 'text-ink-soft hover:bg-hover hover:text-ink',
                )}
              >
                <Icon size={18} aria-hidden />
                <span className="sr-only min-[480px]:not-sr-only">{label}</span>
              </NavLink>
            );
          })}
        </nav>
        <div className="flex flex-1 items-center justify-end gap-0.5">
          {children}
          <ThemeSwitch />
          <UserMenu user={user} />
        </div>
      </div>
    </header>
  );
}

function UserMenu({ user }: { user: User }) {
  // A character, which may be two code units: an emoji, say.
  const [initial] = (user.name || user.email).trim().toUpperCase();
  return (
    <Menu
      button={`Account of ${user.name || user.email}`}
      label="Account"
      icon={
        <span className="grid size-8 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent-text">
          {initial ?? <UserRound size={16} aria-hidden />}
        </span>
      }
      load={() => import('./UserMenuItems').then((part) => part.UserMenuItems)}
      items={{ user }}
    />
  );
}
