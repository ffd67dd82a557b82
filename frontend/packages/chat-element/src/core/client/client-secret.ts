/** What `getClientSecret` may return: a secret, or also when it ends. */
export type ClientSecret =
  | string
  | { readonly client_secret: string; readonly expires_at?: string };

export type GetClientSecret = (current: string | null) => Promise<ClientSecret>;

const REFRESH_BEFORE_EXPIRY_MS = 60_000;

/** Keeps the client secret fresh: asks for a new one before it ends and when it is refused. */
export class ClientSecrets {
  #secret: string | null = null;
  #expiresAt = Number.POSITIVE_INFINITY;
  #pending: Promise<string> | null = null;

  constructor(
    private readonly getSecret: GetClientSecret,
    private readonly now: () => number = Date.now,
  ) {}

  /** The secret to use now. Several callers share one request for a new one. */
  current(): Promise<string> {
    const isFresh = this.now() < this.#expiresAt - REFRESH_BEFORE_EXPIRY_MS;
    return this.#secret !== null && isFresh ? Promise.resolve(this.#secret) : this.#refresh();
  }

  /** Gets a new secret because this one was refused; another caller may have done so already. */
  replace(refused: string): Promise<string> {
    return refused === this.#secret || this.#secret === null ? this.#refresh() : this.current();
  }

  #refresh(): Promise<string> {
    this.#pending ??= this.getSecret(this.#secret)
      .then((secret) => this.#take(secret))
      .finally(() => {
        this.#pending = null;
      });
    return this.#pending;
  }

  #take(secret: ClientSecret): string {
    const text = typeof secret === 'string' ? secret : secret.client_secret;
    const expiry = typeof secret === 'string' ? expiryOfJwt(secret) : dateOf(secret.expires_at);
    this.#secret = text;
    this.#expiresAt = expiry ?? Number.POSITIVE_INFINITY;
    return text;
  }
}

function dateOf(time: string | undefined): number | null {
  const date = Date.parse(time ?? '');
  return Number.isNaN(date) ? null : date;
}

/** Most secrets are opaque; of a JWT the end can be read. */
function expiryOfJwt(token: string): number | null {
  const payload = token.split('.')[1];
  if (!payload) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const exp = (claims as { exp?: unknown } | null)?.exp;
    return typeof exp === 'number' ? exp * 1000 : null;
  } catch {
    return null;
  }
}
