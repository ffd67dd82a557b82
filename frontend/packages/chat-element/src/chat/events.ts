import type { ChatKitEvents } from '@openai/chatkit';

/** Tells the page something by one of the thirteen events. */
export type Emit = <K extends keyof ChatKitEvents>(
  type: K,
  detail: ChatKitEvents[K]['detail'],
) => void;

/** A call that cannot be served now, or was wrong; pages tell it by its name. */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError';

  constructor(method: string, reason: string) {
    super(`ChatKit: ${method}() ignored - ${reason}`);
  }
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
