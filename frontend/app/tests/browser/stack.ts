import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './ports.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const programs = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug');
const api = join(programs, 'taskpilot');
const modelSim = join(programs, 'model-sim');
const app = resolve(import.meta.dirname, '../..');

/** What the suite needs, and how to make it. */
const NEEDED = {
  [api]: 'cargo build --package taskpilot',
  [modelSim]: 'cargo build --package taskpilot-model-sim',
  [join(app, '.next/BUILD_ID')]: 'npm run build --workspace app',
};

/** What the API waits for before each word of a scripted answer. */
const WORD_MS = 50;

export interface StackOptions {
  /** A PostgreSQL database for both; otherwise each has a SQLite file. */
  readonly databaseUrl?: string;
  /** What a model that is slow says to everything, instead of the demo model. */
  readonly slowAnswer?: string;
}

/** The API and the page, as they run for people. */
export class Stack {
  private api: ChildProcess | null = null;
  private page: ChildProcess | null = null;
  private model: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'taskpilot-page-'));

  private constructor(
    readonly url: string,
    readonly apiUrl: string,
    private readonly modelUrl: string,
    private readonly options: StackOptions,
  ) {}

  static async start(options: StackOptions = {}): Promise<Stack> {
    for (const [file, command] of Object.entries(NEEDED)) {
      if (!existsSync(file)) throw new Error(`${file} is missing; make it with: ${command}`);
    }
    const [page, server, model] = await freePorts(3);
    const stack = new Stack(
      `http://localhost:${page}`,
      `http://localhost:${server}`,
      `http://127.0.0.1:${model}`,
      options,
    );
    try {
      await Promise.all([stack.startModel(), stack.startApi(), stack.startPage()]);
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  /** Starts the API, if it is not running. */
  async startApi(): Promise<void> {
    if (this.api) return;
    this.api = this.run(api, ['serve'], {
      BIND: `127.0.0.1:${new URL(this.apiUrl).port}`,
      DATABASE_URL: this.options.databaseUrl ?? `sqlite://${this.folder}/api.db`,
      AUTH_JWKS_URL: `${this.url}/api/auth/jwks`,
      AUTH_ISSUER: this.url,
      CORS_ALLOWED_ORIGINS: this.url,
      RATE_LIMIT_PER_MINUTE: '0',
      RUST_LOG: 'error',
      ...(this.options.slowAnswer
        ? { OPENAI_BASE_URL: `${this.modelUrl}/v1`, AGENT_MODEL: 'slow' }
        : {}),
    });
    await answers(`${this.apiUrl}/readyz`, this.api);
  }

  /** Ends the API at once, as a crash would. */
  async killApi(): Promise<void> {
    await end(this.api);
    this.api = null;
  }

  async stop(): Promise<void> {
    await Promise.all([end(this.api), end(this.page), end(this.model)]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startPage(): Promise<void> {
    this.page = this.run(process.execPath, [join(app, 'server.mjs')], {
      PORT: new URL(this.url).port,
      NEXT_PUBLIC_API_URL: this.apiUrl,
      BETTER_AUTH_URL: this.url,
      AUTH_RATE_LIMIT: 'off',
      DATA_DIR: this.folder,
      DATABASE_URL: this.options.databaseUrl ?? '',
      // Set, even to nothing, they win over a `.env` that the developer may have.
      SMTP_URL: '',
      CHATKIT_ELEMENT: '',
      NEXT_PUBLIC_MOD: '',
    });
    await answers(`${this.url}/sign-in`, this.page);
  }

  private async startModel(): Promise<void> {
    const { slowAnswer } = this.options;
    if (!slowAnswer) return;
    const script = join(this.folder, 'script.json');
    const reply = { text: slowAnswer, delay_ms: WORD_MS, times: 0 };
    writeFileSync(script, JSON.stringify({ replies: [reply] }));
    this.model = this.run(
      modelSim,
      ['--listen', new URL(this.modelUrl).host, '--behaviour', 'script', '--script', script],
      {},
    );
    await answers(`${this.modelUrl}/healthz`, this.model);
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

async function end(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
