import { type BackoffOptions, withBackoff } from './backoff.js';

/** Opens a stream, again if need be until its first event is there; then follows it to its end. */
export async function* openWithBackoff<T>(
  open: () => AsyncGenerator<T, void, undefined>,
  options: BackoffOptions,
): AsyncGenerator<T, void, undefined> {
  const { stream, first } = await withBackoff(async () => {
    const stream = open();
    return { stream, first: await stream.next() };
  }, options);
  if (first.done) return;
  yield first.value;
  yield* stream;
}
