import { createParser } from 'eventsource-parser';

/**
 * Yields the data of each server-sent event. How the bytes are split makes no difference;
 * an event cut off by the end of the stream is dropped, as the format says.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  const ready: string[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(event.data) });
  const reader = body.getReader();
  let endsInReturn = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = value ? decoder.decode(value, { stream: true }) : decoder.decode();
      // A carriage return ends a line by itself, but the parser waits for what may follow it.
      parser.feed(done && endsInReturn ? `${text}\n` : text);
      yield* ready.splice(0);
      if (done) return;
      if (text !== '') endsInReturn = text.endsWith('\r');
    }
  } finally {
    // Reached early when the consumer stops: tells the server to stop as well.
    await reader.cancel().catch(() => undefined);
  }
}
