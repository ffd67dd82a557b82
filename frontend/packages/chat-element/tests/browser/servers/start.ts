import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../../../../../../target/', import.meta.url));
const official = fileURLToPath(new URL('./official_http.py', import.meta.url));

/** The two scripted servers of `tests/conformance`: a message is a list of steps, which they take. */
export const SERVERS: readonly {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}[] = [
  { name: 'our server', command: [`${target}debug/examples/conformance`] },
  { name: 'the official server', command: [`${target}conformance/venv/bin/python`, official] },
];

/** Whether `scripts/conformance.sh` has built what this server needs. */
export function isBuilt({ command }: (typeof SERVERS)[number]): boolean {
  return existsSync(command[0]);
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
