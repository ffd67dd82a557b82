import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Product {
  readonly address: string;
  /** Opens its API for the development user. */
  readonly token: string;
  stop(): void;
}

/** Starts TaskPilot with the demo model and a database that goes with it; `origins` may upload files. */
export async function startProduct(
  binary: string,
  origins: readonly string[] = [],
): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'element-'));
  const child = spawn(binary, ['serve', '--dev'], {
    cwd: folder,
    env: {
      BIND: '127.0.0.1:0',
      DATABASE_URL: `sqlite://${folder}/test.db`,
      RATE_LIMIT_PER_MINUTE: '0',
      ...(origins.length > 0 && { CORS_ALLOWED_ORIGINS: origins.join(',') }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...(await printed(child)), stop };
}

/** Reads the address and the development token that the server prints. */
async function printed({ stdout }: ChildProcess): Promise<{ address: string; token: string }> {
  let text = '';
  if (!stdout) throw new Error('the server prints nothing');
  for await (const line of createInterface({ input: stdout })) {
    text += `${line}\n`;
    const token = /Bearer ([^']+)'/.exec(text)?.[1];
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (token && address) return { address, token };
  }
  throw new Error(`the server did not start:\n${text}`);
}
