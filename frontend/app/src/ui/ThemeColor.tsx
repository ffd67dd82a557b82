'use client';

import { useEffect } from 'react';
import { showThemeColor } from './theme';

/** Once the page is there, gives the browser's bars the colour of a theme that was chosen before. */
export function ThemeColor() {
  useEffect(showThemeColor, []);
  return null;
}
