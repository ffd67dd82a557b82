'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from './Button';
import { Menu, MenuChoices } from './Menu';
import { type ThemeChoice, useTheme } from './theme';

export const THEMES: readonly { value: ThemeChoice; label: string; icon: React.ReactNode }[] = [
  { value: 'light', label: 'Light', icon: <Sun size={16} aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon size={16} aria-hidden /> },
  { value: 'system', label: 'As the system', icon: <Monitor size={16} aria-hidden /> },
];

export function ThemeSwitch() {
  const { choice, setChoice } = useTheme();
  return (
    <Menu
      label="Theme"
      trigger={
        <IconButton label="Theme">
          {/* Both are there and the scheme shows one: right from the first paint. */}
          <Sun size={18} aria-hidden className="dark:hidden" />
          <Moon size={18} aria-hidden className="hidden dark:block" />
        </IconButton>
      }
    >
      <MenuChoices label="Theme" value={choice} onChange={setChoice} choices={THEMES} />
    </Menu>
  );
}
