'use client';

import { useTheme } from '@/ui/theme';
import { THEMES } from '@/ui/themes';
import { Section } from './Section';

export function Appearance() {
  const { choice, setChoice } = useTheme();
  return (
    <Section id="appearance" intro="Kept in this browser.">
      <fieldset className="grid max-w-md grid-cols-3 gap-2.5">
        <legend className="sr-only">Theme</legend>
        {THEMES.map(({ value, label, icon }) => (
          <label
            key={value}
            className="relative flex cursor-pointer flex-col items-center gap-2 rounded-md border border-line px-2 py-4 text-center text-sm text-ink-soft transition-colors duration-100 hover:bg-hover has-checked:border-accent-text has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-text"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={choice === value}
              onChange={() => setChoice(value)}
              className="absolute inset-0 cursor-pointer appearance-none rounded-md outline-none"
            />
            {icon}
            {label}
          </label>
        ))}
      </fieldset>
    </Section>
  );
}
