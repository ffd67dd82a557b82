/** Why a request failed, in the terms in which the person can do something about it. */
export type FailureKind =
  | 'connection' // Nothing answered, or the connection broke off.
  | 'unavailable' // The server is up and cannot answer now: 429, 502, 503, 504.
  | 'unauthorized'
  | 'not_found'
  | 'conflict'
  | 'rejected' // Any other 4xx: sending the same again will not help.
  | 'server'
  | 'malformed'; // The answer is not what the protocol says.

/** A request that got no proper answer. */
export class ChatKitRequestError extends Error {
  override readonly name = 'ChatKitRequestError';

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether the same request may succeed a moment later. */
  get isTransient(): boolean {
    return this.kind === 'connection' || this.kind === 'unavailable';
  }
}

/** Reads a failed answer; problem documents (RFC 9457) and `{"error": …}` say more than a status. */
export async function failureOf(response: Response): Promise<ChatKitRequestError> {
  const detail = await readDetail(response);
  const message = detail ?? `The server answered ${response.status}.`;
  return new ChatKitRequestError(kindOf(response.status), message, response.status);
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function kindOf(status: number): FailureKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 409) return 'conflict';
  if (status === 429 || (status >= 502 && status <= 504)) return 'unavailable';
  return status >= 500 ? 'server' : 'rejected';
}

async function readDetail(response: Response): Promise<string | null> {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  const body: unknown = await response.json().catch(() => null);
  return firstText(body, ['detail', 'message', 'title']) ?? nestedError(body);
}

function nestedError(body: unknown): string | null {
  const error = isRecord(body) ? body.error : null;
  return typeof error === 'string' ? error : firstText(error, ['message', 'detail']);
}

function firstText(value: unknown, keys: readonly string[]): string | null {
  if (!isRecord(value)) return null;
  const texts = keys.map((key) => value[key]);
  return texts.find((text): text is string => typeof text === 'string' && text !== '') ?? null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
