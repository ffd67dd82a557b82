'use client';

import { MenuChoices } from './menu-items';
import { useTheme } from './theme';
import { THEMES } from './themes';

/** The themes, to choose from. */
export function ThemeItems() {
  const { choice, setChoice } = useTheme();
  return <MenuChoices label="Theme" value={choice} onChange={setChoice} choices={THEMES} />;
}
