'use client';

import { Moon, Sun } from 'lucide-react';
import { Menu } from './Menu';

export function ThemeSwitch() {
  return (
    <Menu
      button="Theme"
      label="Theme"
      icon={
        <>
          {/* Both are there and the scheme shows one: right from the first paint. */}
          <Sun size={18} aria-hidden className="dark:hidden" />
          <Moon size={18} aria-hidden className="hidden dark:block" />
        </>
      }
      load={() => import('./ThemeItems').then((part) => part.ThemeItems)}
      items={{}}
    />
  );
}
