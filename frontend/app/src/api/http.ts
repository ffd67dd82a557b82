import { ApiError, errorOf, unanswered } from './api-error';
import { timeZone } from './time-zone';
import { signedOut, type TokenSource } from './token';

/** Longest that an answer may take; streams are not asked for by this. */
const TIMEOUT_MS = 20_000;
/** Longest wait that is spent silently when the server says "too fast". */
const LONGEST_WAIT_SECONDS = 20;
const MOST_TRIES = 5;

export interface HttpOptions {
  fetch: typeof fetch;
  tokens: TokenSource;
  /** Tells whether requests reach the server. */
  onReached?: (reached: boolean) => void;
  onSignedOut?: () => void;
  wait?: (milliseconds: number) => Promise<void>;
}

/** Requests to the API in the user's name. */
export class Http {
  private readonly wait: (milliseconds: number) => Promise<void>;

  constructor(private readonly options: HttpOptions) {
    this.wait =
      options.wait ??
      ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  }

  /** Sends a request; any answer but success is thrown as an {@link ApiError}. */
  readonly send = async (request: Request): Promise<Response> => {
    for (let tries = 1; ; tries += 1) {
      const again = request.clone();
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const response = await this.authorized((headers) =>
        this.options.fetch(
          new Request(again.clone(), { headers: merged(again.headers, headers), signal }),
        ),
      );
      if (response.ok) return response;
      const error = await errorOf(response);
      const waitSeconds = error.details.retryAfterSeconds ?? 0;
      // "Too fast" means that nothing was done, so any request may be repeated; otherwise only reading.
      const mayRepeat =
        error.failure === 'too-fast' || (request.method === 'GET' && response.status === 503);
      if (!mayRepeat || tries >= MOST_TRIES || waitSeconds > LONGEST_WAIT_SECONDS) throw error;
      // Requests that were held back together do not come back together.
      await this.wait((waitSeconds || 1) * 1_000 + Math.random() * 300);
    }
  };

  /** As `fetch`, with the user's token: for streams, and for those who read errors themselves. */
  readonly fetch: typeof fetch = async (input, init) => {
    const original = new Request(input, init);
    return this.authorized((headers) =>
      this.options.fetch(
        new Request(original.clone(), { headers: merged(original.headers, headers) }),
      ),
    );
  };

  /** Sends with a token; with a new one if that is refused. */
  private async authorized(send: (headers: Headers) => Promise<Response>): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const token = await this.token();
      let response: Response;
      try {
        response = await send(headersFor(token));
      } catch (error) {
        // Who ended the request knows so.
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        this.options.onReached?.(false);
        throw unanswered(error);
      }
      this.options.onReached?.(true);
      if (response.status !== 401) return response;
      this.options.tokens.refuse(token);
      if (tries < 2) continue;
      this.options.onSignedOut?.();
      throw signedOut();
    }
  }

  private async token(): Promise<string> {
    try {
      return await this.options.tokens.get();
    } catch (error) {
      if (error instanceof ApiError && error.failure === 'signed-out') this.options.onSignedOut?.();
      else this.options.onReached?.(false);
      throw error;
    }
  }
}

function headersFor(token: string): Headers {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const zone = timeZone();
  if (zone) headers.set('x-time-zone', zone);
  return headers;
}

function merged(base: Headers, more: Headers): Headers {
  const headers = new Headers(base);
  for (const [name, value] of more) headers.set(name, value);
  return headers;
}
