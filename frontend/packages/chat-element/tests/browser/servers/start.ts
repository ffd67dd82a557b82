import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const target = process.env.CARGO_TARGET_DIR
  ? `${resolve(process.env.CARGO_TARGET_DIR)}/`
  : fileURLToPath(new URL('../../../../../../target/', import.meta.url));
const official = fileURLToPath(new URL('./official_http.py', import.meta.url));

/** The two scripted servers of `tests/conformance`: a message is a list of steps, which they take. */
export const SERVERS: readonly {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}[] = [
  { name: 'our server', command: [`${target}debug/examples/conformance`] },
  { name: 'the official server', command: [`${target}conformance/venv/bin/python`, official] },
];

/** TaskPilot itself. */
export const PRODUCT = `${target}debug/taskpilot`;

/**
 * Whether `scripts/conformance.sh` has built this program. Where nothing may be left out, one that
 * is missing is started all the same, and fails.
 */
export function isBuilt(program: string): boolean {
  return existsSync(program) || Boolean(process.env.CI);
}

/** Starts a server, and returns where it listens. */
export async function start({
  command: [program, ...args],
}: (typeof SERVERS)[number]): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const address of createInterface({ input: child.stdout })) {
    return { url: `http://${address.trim()}/chatkit`, process: child };
  }
  throw new Error(`${program} ended before it said where it listens`);
}
