/*
 * Everything that can be set, read when it is needed and never at build time: one build runs
 * anywhere. The server reads its environment; the browser reads what the root layout hands it.
 * `env` is always a parameter, because Next.js writes the build machine's values over a literal
 * `process.env.NEXT_PUBLIC_…`.
 */

export type Env = Readonly<Record<string, string | undefined>>;
export type Mode = 'local' | 'production';
export type ChatElement = 'own' | 'official';

/** What the browser may know. */
export type PublicConfig = {
  readonly mode: Mode;
  /** The API's address, without a slash at its end. */
  readonly apiUrl: string;
  readonly chatElement: ChatElement;
  readonly chatDomainKey: string | null;
  /** Whether the server can send mail, and so a link for a forgotten password. */
  readonly mail: boolean;
};

export type ServerConfig = PublicConfig & {
  /** This page's address, without a slash at its end; also the issuer of its tokens. */
  readonly baseUrl: string;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly rateLimit: boolean;
};

/** A setting that cannot be used. Its message says which one, and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const CONFIG_ELEMENT_ID = 'taskpilot-config';
const DEFAULT_API_PORT = 7860;
const DEFAULT_PORT = '3000';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

export function readConfig(env: Env): ServerConfig {
  const mode = readMode(env.NEXT_PUBLIC_MOD);
  const local = mode === 'local';
  const smtpUrl = env.SMTP_URL?.trim() || null;
  return {
    mode,
    apiUrl: readAddress(
      env,
      ['NEXT_PUBLIC_API_URL'],
      local,
      `http://localhost:${DEFAULT_API_PORT}`,
    ),
    baseUrl: readAddress(
      env,
      ['BETTER_AUTH_URL', 'NEXT_PUBLIC_BASE_URL'],
      local,
      `http://localhost:${env.PORT || DEFAULT_PORT}`,
    ),
    ...readElement(env, local),
    smtpUrl,
    mailFrom: env.MAIL_FROM?.trim() || 'TaskPilot <taskpilot@localhost>',
    mail: smtpUrl !== null,
    rateLimit: readSwitch(env, 'AUTH_RATE_LIMIT', true),
  };
}

/**
 * The part for the browser. `host` is the one the page was opened by: someone at 127.0.0.1 is sent
 * to the API at 127.0.0.1, because a browser takes `localhost` for another site.
 */
export function publicConfig(config: ServerConfig, host: string | null): PublicConfig {
  const { mode, chatElement, chatDomainKey, mail } = config;
  return { mode, apiUrl: alignLoopback(config.apiUrl, host), chatElement, chatDomainKey, mail };
}

let handed: PublicConfig | null = null;

/** The configuration in the browser. */
export function getConfig(): PublicConfig {
  if (!handed) {
    const text = document.getElementById(CONFIG_ELEMENT_ID)?.textContent;
    if (!text) throw new ConfigError('The page came without its configuration. Reload it.');
    handed = JSON.parse(text) as PublicConfig;
  }
  return handed;
}

/** Both names of this machine at one port, if the address is on this machine; otherwise itself. */
export function originsOf(address: string): string[] {
  const url = new URL(address);
  if (!LOOPBACK.includes(url.hostname)) return [url.origin];
  const port = url.port ? `:${url.port}` : '';
  return ['localhost', '127.0.0.1'].map((name) => `${url.protocol}//${name}${port}`);
}

function alignLoopback(address: string, host: string | null): string {
  const opened = host?.replace(/:\d+$/, '') ?? '';
  const url = new URL(address);
  if (!LOOPBACK.includes(opened) || !LOOPBACK.includes(url.hostname)) return address;
  // The API listens on IPv4, so IPv6's name of this machine does not lead to it.
  url.hostname = opened === '[::1]' ? 'localhost' : opened;
  return withoutSlash(url.href);
}

function readMode(value: string | undefined): Mode {
  switch (value?.trim().toLowerCase() || 'local') {
    case 'local':
    case 'developer':
    case 'development':
      return 'local';
    case 'production':
      return 'production';
    default:
      throw new ConfigError(`NEXT_PUBLIC_MOD is "${value}"; it can be "local" or "production".`);
  }
}

function readElement(
  env: Env,
  local: boolean,
): Pick<PublicConfig, 'chatElement' | 'chatDomainKey'> {
  const chatElement = env.CHATKIT_ELEMENT?.trim() || 'own';
  if (chatElement === 'own') return { chatElement, chatDomainKey: null };
  if (chatElement !== 'official') {
    throw new ConfigError(`CHATKIT_ELEMENT is "${chatElement}"; it can be "own" or "official".`);
  }
  const chatDomainKey = env.CHATKIT_DOMAIN_KEY?.trim();
  if (chatDomainKey) return { chatElement, chatDomainKey };
  // On this machine the official element takes any key.
  if (local) return { chatElement, chatDomainKey: 'local-dev' };
  throw new ConfigError(
    'CHATKIT_DOMAIN_KEY is not set. The official chat element shows nothing without the key of the domain.',
  );
}

function readAddress(env: Env, names: string[], local: boolean, fallback: string): string {
  const name = names.find((each) => env[each]?.trim());
  const value = name ? env[name]?.trim() : undefined;
  if (!value) {
    if (local) return fallback;
    throw new ConfigError(
      `${names[0]} is not set. With NEXT_PUBLIC_MOD=production it must be an address, such as https://tasks.example.com.`,
    );
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new ConfigError(`${name} is "${value}", which is not an http or https address.`);
  }
  return withoutSlash(url.href);
}

export function readSwitch(env: Env, name: string, fallback: boolean): boolean {
  const value = env[name]?.trim().toLowerCase();
  if (!value) return fallback;
  if (['1', 'true', 'on', 'yes'].includes(value)) return true;
  if (['0', 'false', 'off', 'no'].includes(value)) return false;
  throw new ConfigError(`${name} is "${env[name]}"; it can be "on" or "off".`);
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
