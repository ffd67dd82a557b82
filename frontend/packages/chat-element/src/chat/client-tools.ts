import type { ClientToolCallItem } from '../core/protocol/items.js';
import type { ResolvedOptions } from '../options/resolved.js';
import { asError } from './events.js';

/** Lets the page run a tool. A failure is a result as well: the agent is told of it. */
export async function callClientTool(
  call: ClientToolCallItem,
  tool: ResolvedOptions['onClientTool'],
  signal: AbortSignal,
): Promise<unknown> {
  if (!tool) return { error: `This page has no client tool "${call.name}".` };
  try {
    const result = await untilAborted(
      Promise.resolve(tool({ name: call.name, params: { ...call.arguments } })),
      signal,
    );
    return asJson(result ?? {});
  } catch (error) {
    return { error: asError(error).message };
  }
}

/** Fails early for what JSON cannot hold, so that the agent hears why. */
function asJson(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result));
}

/** A tool cannot be interrupted, but nobody needs to wait for it once the answer is stopped. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
