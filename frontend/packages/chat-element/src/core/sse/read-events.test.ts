import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from './read-events.js';

const encoder = new TextEncoder();

async function read(chunks: readonly Uint8Array[]): Promise<string[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: string[] = [];
  for await (const data of readEvents(body)) events.push(data);
  return events;
}

/** Cuts bytes at the given places, wherever these fall in a character or a line. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length];
  let from = 0;
  return ends
    .toSorted((a, b) => a - b)
    .map((end) => {
      const chunk = bytes.slice(from, end);
      from = end;
      return chunk;
    });
}

describe('readEvents', () => {
  it('gives the same events however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(), { maxLength: 40 }),
        async (values, newline, places) => {
          const data = values.map((value) => JSON.stringify(value));
          const text = data
            .map((one) => `data: ${one}${newline}: ping${newline}${newline}`)
            .join('');
          expect(await read(cut(encoder.encode(text), places))).toEqual(data);
        },
      ),
    );
  });

  it('keeps what other formats take for line breaks', async () => {
    const text = 'data: "a\u2028b\u2029c é 🎈"\n\n';
    const bytes = [...encoder.encode(text)].map((byte) => Uint8Array.of(byte));
    expect(await read(bytes)).toEqual(['"a\u2028b\u2029c é 🎈"']);
  });

  it('drops an event that the end cuts off', async () => {
    expect(await read([encoder.encode('data: 1\n\ndata: 2\n')])).toEqual(['1']);
  });

  it('tells the server when the reader stops early', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(encoder.encode('data: 1\n\n')),
      cancel: () => {
        isCancelled = true;
      },
    });
    for await (const _ of readEvents(body)) break;
    expect(isCancelled).toBe(true);
  });
});
