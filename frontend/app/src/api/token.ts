import { ApiError, unanswered } from './api-error';

/** How long before its end a token is no longer used, so that no request outlives it. */
const MARGIN_MS = 60_000;

export interface TokenOptions {
  fetch: typeof fetch;
  now: () => number;
  /** Where the page's own server gives out tokens. */
  url: string;
  /** One that came with the page, fresh. */
  first?: string | null;
}

interface Held {
  token: string;
  endsAt: number;
}

/**
 * Holds the bearer token of the API: in memory only, where no other script finds it.
 * However many requests need a new one at once, it is asked for once.
 */
export class TokenSource {
  private held: Held | null = null;
  private asking: Promise<Held> | null = null;

  constructor(private readonly options: TokenOptions) {
    const { first, now } = options;
    if (first) this.held = { token: first, endsAt: endOf(first, now()) };
  }

  /** Returns a token that is good for a while. Fails with `signed-out` when the session is over. */
  async get(): Promise<string> {
    const { held } = this;
    if (held && held.endsAt - MARGIN_MS > this.options.now()) return held.token;
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    const fresh = await this.asking;
    this.held = fresh;
    return fresh.token;
  }

  /** Notes that the API refused a token; another one that came meanwhile is kept. */
  refuse(token: string): void {
    if (this.held?.token === token) this.held = null;
  }

  private async ask(): Promise<Held> {
    let response: Response;
    try {
      response = await this.options.fetch(this.options.url, {
        credentials: 'same-origin',
        cache: 'no-store',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(15_000),
      });
    } catch (error) {
      throw unanswered(error);
    }
    if (response.status === 401 || response.status === 403) throw signedOut();
    if (!response.ok) {
      const words = 'The page could not renew your sign-in. It is tried again by itself.';
      throw new ApiError('unreachable', words, { status: response.status });
    }
    const { token } = (await response.json()) as { token?: unknown };
    if (typeof token !== 'string') throw signedOut();
    return { token, endsAt: endOf(token, this.options.now()) };
  }
}

/** The error of a session that is over. */
export function signedOut(): ApiError {
  return new ApiError(
    'signed-out',
    'Your sign-in has ended. Sign in again; what you typed is kept.',
    {
      status: 401,
    },
  );
}

/** Reads when a token ends. The browser's clock may be wrong, so its lifetime is counted from now. */
function endOf(token: string, now: number): number {
  try {
    const [, payload = ''] = token.split('.');
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const { exp, iat } = JSON.parse(text) as { exp?: number; iat?: number };
    if (typeof exp !== 'number') return now;
    return typeof iat === 'number' ? now + (exp - iat) * 1_000 : exp * 1_000;
  } catch {
    // Not a token that can be read: it is used once, and the API decides.
    return now;
  }
}
