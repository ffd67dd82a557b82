export interface BackoffOptions {
  readonly signal: AbortSignal;
  /** Whether the failure may pass by itself. */
  readonly isTransient: (error: unknown) => boolean;
  /** Told before each wait: how many tries have failed, and how long the wait is. */
  readonly onWait?: ((failures: number, waitMs: number) => void) | undefined;
  readonly attempts?: number;
  readonly firstWaitMs?: number;
  readonly longestWaitMs?: number;
}

/** Tries again with growing, jittered waits while failures may pass. */
export async function withBackoff<T>(
  attempt: () => Promise<T>,
  options: BackoffOptions,
): Promise<T> {
  const { signal, isTransient, attempts = 8 } = options;
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || failures >= attempts || !isTransient(error)) throw error;
      const waitMs = waitAfter(failures, options);
      options.onWait?.(failures, waitMs);
      await delay(waitMs, signal);
    }
  }
}

/** Half fixed, half random, so that many clients do not come back in step. */
function waitAfter(failures: number, options: BackoffOptions): number {
  const { firstWaitMs = 500, longestWaitMs = 15_000 } = options;
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  return full / 2 + (Math.random() * full) / 2;
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', stop, { once: true });
    function finish(): void {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
