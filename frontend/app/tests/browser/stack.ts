import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './ports.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/taskpilot');
const app = resolve(import.meta.dirname, '../..');

/** Why the suite cannot run here, if it cannot. Where nothing may be left out it runs, and fails. */
export const MISSING = [binary, join(app, '.next/BUILD_ID')].filter((file) => !existsSync(file));
export const isRunnable = MISSING.length === 0 || Boolean(process.env.CI);

export interface StackOptions {
  /** A PostgreSQL database for both; otherwise each has a SQLite file. */
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The API and the page, as they run for people, with the demo model. */
export class Stack {
  private api: ChildProcess | null = null;
  private page: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'taskpilot-page-'));

  private constructor(
    readonly url: string,
    readonly apiUrl: string,
    private readonly options: StackOptions,
  ) {}

  static async start(options: StackOptions = {}): Promise<Stack> {
    const [page, api] = await freePorts(2);
    const stack = new Stack(`http://localhost:${page}`, `http://localhost:${api}`, options);
    await Promise.all([stack.startApi(), stack.startPage()]);
    return stack;
  }

  async startApi(): Promise<void> {
    const port = new URL(this.apiUrl).port;
    const origins = [this.url, this.url.replace('localhost', '127.0.0.1')];
    this.api = this.run(binary, ['serve'], {
      BIND: `127.0.0.1:${port}`,
      DATABASE_URL: this.options.databaseUrl ?? `sqlite://${this.folder}/api.db`,
      AUTH_JWKS_URL: `${this.url}/api/auth/jwks`,
      AUTH_ISSUER: this.url,
      CORS_ALLOWED_ORIGINS: origins.join(','),
      RATE_LIMIT_PER_MINUTE: '0',
      RUST_LOG: 'warn',
    });
    await answers(`${this.apiUrl}/readyz`, this.api);
  }

  /** Ends the API at once, as a crash would. */
  async killApi(): Promise<void> {
    await end(this.api, 'SIGKILL');
    this.api = null;
  }

  async stop(): Promise<void> {
    await Promise.all([end(this.api, 'SIGKILL'), end(this.page, 'SIGKILL')]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startPage(): Promise<void> {
    this.page = this.run(process.execPath, [join(app, 'server.mjs')], {
      PORT: new URL(this.url).port,
      NEXT_PUBLIC_API_URL: this.apiUrl,
      BETTER_AUTH_URL: this.url,
      AUTH_RATE_LIMIT: 'off',
      DATA_DIR: this.folder,
      ...(this.options.databaseUrl ? { DATABASE_URL: this.options.databaseUrl } : {}),
      ...this.options.env,
    });
    await answers(`${this.url}/sign-in`, this.page);
  }

  private run(program: string, args: string[], env: Record<string, string>): ChildProcess {
    return spawn(program, args, {
      // Nothing of the developer's own configuration.
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}

async function answers(url: string, process: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (process.exitCode !== null) throw new Error(`it ended before ${url} answered`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
