import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const APP = fileURLToPath(new URL('../..', import.meta.url));

// Set, so that a developer's own `.env` does not reach the tests.
const NOTHING_SET = {
  DATABASE_URL: '',
  BETTER_AUTH_URL: '',
  BETTER_AUTH_SECRET: '',
  BETTER_AUTH_SECRETS: '',
  NEXT_PUBLIC_MOD: '',
  NEXT_PUBLIC_API_URL: '',
  NEXT_PUBLIC_BASE_URL: '',
  CHATKIT_ELEMENT: '',
  SMTP_URL: '',
  TRUST_PROXY: '',
  AUTH_RATE_LIMIT: '',
  HOST: '',
};

export type Settings = Readonly<Record<string, string>>;

export function freshDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'taskpilot-page-'));
}

export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (!address || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Runs a program of the app to its end. */
export async function runToEnd(
  args: readonly string[],
  settings: Settings,
): Promise<{ code: number | null; output: string }> {
  const child = launch(args, settings);
  const output = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/** The page's server, as a process of its own. */
export class PageServer {
  private constructor(
    readonly url: string,
    readonly port: number,
    private readonly child: ChildProcess,
    readonly output: () => string,
  ) {}

  static async start(settings: Settings): Promise<PageServer> {
    if (!existsSync(join(APP, '.next/BUILD_ID'))) throw new Error('build first: npm run build');
    const port = await freePort();
    const child = launch(['server.mjs'], { ...settings, PORT: String(port) });
    const output = collect(child);
    const server = new PageServer(`http://localhost:${port}`, port, child, output);
    await server.ready();
    return server;
  }

  /** Sends a signal, and returns how it ended and after how many milliseconds. */
  async stop(
    signal: NodeJS.Signals = 'SIGTERM',
  ): Promise<{ code: number | null; afterMs: number }> {
    if (this.child.exitCode !== null) return { code: this.child.exitCode, afterMs: 0 };
    const sentAt = performance.now();
    const ended = once(this.child, 'close') as Promise<[number | null]>;
    this.child.kill(signal);
    const [code] = await ended;
    return { code, afterMs: performance.now() - sentAt };
  }

  private async ready(): Promise<void> {
    const said = (async () => {
      while (!this.output().includes('TaskPilot is at')) {
        await Promise.race([
          once(this.child.stdout ?? this.child, 'data'),
          once(this.child, 'close'),
        ]);
        if (this.child.exitCode !== null) throw new Error(`it ended: ${this.output()}`);
      }
    })();
    await said;
  }
}

function launch(args: readonly string[], settings: Settings): ChildProcess {
  const { PATH, HOME } = process.env;
  // Without the tests' own NODE_ENV: the server is started as people start it.
  const env = { PATH, HOME, ...NOTHING_SET, ...settings } as unknown as NodeJS.ProcessEnv;
  return spawn(process.execPath, args, { cwd: APP, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}
