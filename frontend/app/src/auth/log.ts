/**
 * What Better Auth writes into the log. Its warning about missing tables is left out: it looks
 * before the migrations have run, which is always so at the very first start.
 */
const EXPECTED = [/schema mismatch/i, /Reset Password: User not found/i];

export const log = {
  level: 'warn',
  disableColors: true,
  log(
    level: 'debug' | 'info' | 'success' | 'warn' | 'error',
    message: string,
    ...details: unknown[]
  ) {
    if (EXPECTED.some((pattern) => pattern.test(message))) return;
    const write = level === 'error' ? console.error : console.warn;
    write(`accounts: ${message}`, ...details);
  },
} as const;
