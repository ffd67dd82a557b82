/** Which field of a form a failure is about. */
export type Field = 'email' | 'password' | 'currentPassword' | 'name';

type Failure = { code?: string | undefined; message?: string | undefined; status: number };
type Words = { message: string; field: Field | null };

const WORDS: Record<string, Words> = {
  USER_ALREADY_EXISTS: {
    message: 'There is already an account with this e-mail address. Sign in instead.',
    field: 'email',
  },
  INVALID_EMAIL: { message: 'This is not a complete e-mail address.', field: 'email' },
  INVALID_EMAIL_OR_PASSWORD: {
    message:
      'This e-mail address and password do not belong together. Check both, or reset the password.',
    field: null,
  },
  PASSWORD_TOO_SHORT: { message: 'The password needs at least 8 characters.', field: 'password' },
  PASSWORD_TOO_LONG: {
    message: 'The password can have at most 128 characters.',
    field: 'password',
  },
  INVALID_PASSWORD: { message: 'This is not your current password.', field: 'currentPassword' },
  INVALID_TOKEN: {
    message: 'This link has been used or is more than an hour old. Ask for a new one.',
    field: null,
  },
  SESSION_EXPIRED: { message: 'You have been signed out. Sign in again.', field: null },
  UNAUTHORIZED: { message: 'You have been signed out. Sign in again.', field: null },
  INVALID_ORIGIN: {
    message:
      'The server does not accept this address of the page. Open it by the address its operator gave (BETTER_AUTH_URL).',
    field: null,
  },
};
WORDS.USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL = WORDS.USER_ALREADY_EXISTS as Words;
WORDS.SESSION_NOT_FRESH = WORDS.SESSION_EXPIRED as Words;

/** What happened and what to do, for a failure of the accounts. */
export function authMessage(failure: Failure, retryAfter: number | null): Words & { code: string } {
  const code = failure.code ?? `HTTP_${failure.status}`;
  const known = failure.code ? WORDS[failure.code] : undefined;
  if (known) return { code, ...known };
  return { code, field: null, message: byStatus(failure, retryAfter) };
}

function byStatus({ status, message }: Failure, retryAfter: number | null): string {
  if (status === 429) {
    const seconds = Math.max(1, retryAfter ?? 10);
    return `Too many tries. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`;
  }
  if (status === 401) return 'You have been signed out. Sign in again.';
  if (status >= 500) return 'The server could not do this. Try again in a moment.';
  if (status >= 400)
    return message ? `This was not accepted: ${message}` : 'This was not accepted.';
  return 'The server cannot be reached. Check your connection, then try again.';
}
