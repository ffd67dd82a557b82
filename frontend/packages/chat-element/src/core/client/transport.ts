import type { ClientSecrets } from './client-secret.js';
import { ChatKitRequestError, failureOf, isAbort } from './errors.js';

export interface TransportConfig {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly locale: string;
  readonly secrets?: ClientSecrets | undefined;
  /** Whether sends carry an `Idempotency-Key`; across origins the server must allow the header. */
  readonly sendsIdempotencyKeys: boolean;
}

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Posts one request and returns its answer once that is known to be a success. */
export async function post(
  config: TransportConfig,
  body: string,
  options: SendOptions = {},
): Promise<Response> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Accept-Language': config.locale,
  };
  if (config.sendsIdempotencyKeys && options.idempotencyKey) {
    headers['Idempotency-Key'] = options.idempotencyKey;
  }
  const response = await authorizedFetch(config, config.url, {
    method: 'POST',
    headers,
    body,
    ...(options.signal && { signal: options.signal }),
  });
  if (!response.ok) throw await failureOf(response);
  return response;
}

/** Fetches with the client secret, if there is one; a refused secret is replaced once. */
export async function authorizedFetch(
  config: TransportConfig,
  url: string,
  init: RequestInit & { readonly headers: Record<string, string> },
): Promise<Response> {
  const { secrets } = config;
  if (!secrets) return connect(config, url, init);
  const secret = await secrets.current();
  const response = await connect(config, url, withSecret(init, secret));
  if (response.status !== 401) return response;
  return connect(config, url, withSecret(init, await secrets.replace(secret)));
}

function withSecret<T extends { readonly headers: Record<string, string> }>(
  init: T,
  secret: string,
): T {
  return { ...init, headers: { ...init.headers, Authorization: `Bearer ${secret}` } };
}

async function connect(config: TransportConfig, url: string, init: RequestInit): Promise<Response> {
  const { fetch } = config;
  try {
    return await fetch(url, init);
  } catch (error) {
    if (isAbort(error) || init.signal?.aborted) throw error;
    throw new ChatKitRequestError('connection', 'The server cannot be reached.', undefined, {
      cause: error,
    });
  }
}
