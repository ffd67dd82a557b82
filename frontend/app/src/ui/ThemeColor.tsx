'use client';

import { useEffect } from 'react';
import { followTheme, showThemeColor } from './theme';

/** Once the page is there, gives the browser's bars the colour of a theme that was chosen before, and follows its changes. */
export function ThemeColor() {
  useEffect(() => {
    showThemeColor();
    return followTheme();
  }, []);
  return null;
}
