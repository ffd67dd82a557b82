'use client';

import { LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import type { User } from '@/auth/session';
import { signOut } from '@/auth/sign-out';
import { MenuItem, MenuLabel, MenuSeparator } from './menu-items';

/** Who is signed in, and what they can do about it. */
export function UserMenuItems({ user }: { user: User }) {
  return (
    <>
      <MenuLabel>
        <span className="block max-w-60 truncate text-sm font-medium text-ink">{user.name}</span>
        <span className="block max-w-60 truncate">{user.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/settings">
          <Settings size={16} aria-hidden />
          Settings
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut size={16} aria-hidden />
        Sign out
      </MenuItem>
    </>
  );
}
