import { asApiError } from '@/api/api-error';

/**
 * What went wrong, for something a person asked for once. Elsewhere the page tries again by itself
 * when the server does not answer, and says so; here it does not.
 */
export function failureWords(error: unknown): string {
  const { failure, message } = asApiError(error);
  if (failure === 'offline') return 'You are offline. Try again when your connection is back.';
  if (failure === 'unreachable') return 'The server does not answer. Try again in a moment.';
  return message;
}
