import { PASSWORD_LENGTH } from '@/auth/password-length';

/** What is wrong with a typed value, in words; undefined if nothing is. */
export type Check = (value: string) => string | undefined;

export const checkEmail: Check = (value) => {
  const email = value.trim();
  if (!email) return 'Enter your e-mail address.';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || /^[^\s@]+@localhost$/.test(email)
    ? undefined
    : 'This is not a complete e-mail address.';
};

export const checkNewPassword: Check = (value) => {
  const { shortest, longest } = PASSWORD_LENGTH;
  if (value.length < shortest) return `The password needs at least ${shortest} characters.`;
  if (value.length > longest) return `The password can have at most ${longest} characters.`;
  return undefined;
};

export const checkName: Check = (value) => {
  const name = value.trim();
  if (!name) return 'Enter the name the page may call you by.';
  return name.length > 80 ? 'The name can have at most 80 characters.' : undefined;
};

export const checkPresent =
  (words: string): Check =>
  (value) =>
    value ? undefined : words;

/** Runs each input's check, and keeps what was found wrong. */
export function checkAll<Name extends string>(
  values: Readonly<Record<Name, string>>,
  checks: Partial<Record<Name, Check>>,
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(checks) as Name[]) {
    const words = checks[name]?.(values[name]);
    if (words) found[name] = words;
  }
  return found;
}
