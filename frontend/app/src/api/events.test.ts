// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from './api-error';
import { type LiveFrame, type LiveState, LiveStream } from './events';

/** A server's end of one stream. */
class Door {
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly lastId: string | null;
  readonly response: Response;

  constructor(init: RequestInit | undefined) {
    this.lastId = new Headers(init?.headers).get('last-event-id');
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
    });
    init?.signal?.addEventListener('abort', () => {
      this.controller?.error(new DOMException('given up', 'AbortError'));
    });
    this.response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  async say(text: string): Promise<void> {
    this.controller?.enqueue(new TextEncoder().encode(text));
    await settled();
  }

  async frame(frame: object, id?: number): Promise<void> {
    await this.say(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(frame)}\n\n`);
  }

  async end(): Promise<void> {
    this.controller?.close();
    await settled();
  }
}

/** Lets promises and the streams' own turns run, without moving the time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await vi.advanceTimersByTimeAsync(0);
}

function open(answers: (Error | Response | null)[] = []) {
  const doors: Door[] = [];
  const states: LiveState[] = [];
  const frames: LiveFrame[] = [];
  const opens: boolean[] = [];
  const onSignedOut = vi.fn();
  const fetch = vi.fn(async (_: RequestInfo | URL, init?: RequestInit) => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    if (answer instanceof Response) return answer;
    const door = new Door(init);
    doors.push(door);
    return door.response;
  });
  const stream = new LiveStream({
    url: 'http://api.test/events',
    fetch,
    onFrames: (arrived) => frames.push(...arrived),
    onState: (state) => states.push(state),
    onOpen: (complete) => opens.push(complete),
    onSignedOut,
    random: () => 1,
  });
  return { stream, doors, states, frames, opens, fetch, onSignedOut };
}

const READY = { type: 'ready', revision: 1 };
const deleted = (id: number) => ({ type: 'task.deleted', task_id: id });

describe('the live stream', () => {
  let running: LiveStream | null = null;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    running?.stop();
    vi.useRealTimers();
  });
  const start = async (answers?: (Error | Response | null)[]) => {
    const opened = open(answers);
    running = opened.stream;
    opened.stream.start();
    await settled();
    return opened;
  };

  it('opens, and passes frames on as they come, also when they are cut', async () => {
    const { doors, states, frames, opens } = await start();
    await doors[0]?.frame(READY, 5);
    expect(states).toEqual(['connecting', 'live']);
    expect(opens).toEqual([false]);
    await doors[0]?.say('data: {"type":"task.del');
    expect(frames).toEqual([]);
    await doors[0]?.say('eted","task_id":3}\n\n: ping\n\n');
    expect(frames).toEqual([deleted(3)]);
  });

  it('resumes where it broke off, without a pause when it only ended', async () => {
    const { doors, opens, fetch } = await start();
    await doors[0]?.frame(READY, 5);
    await doors[0]?.frame(deleted(1), 9);
    await doors[0]?.end();
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(doors[1]?.lastId).toBe('9');
    await doors[1]?.frame(READY, 9);
    expect(opens).toEqual([false, true]);
  });

  it('says that changes may be missing after a reset', async () => {
    const { doors, opens } = await start();
    await doors[0]?.frame(READY, 5);
    await doors[0]?.end();
    await doors[1]?.frame({ type: 'reset', revision: 1 }, 1);
    expect(opens).toEqual([false, false]);
  });

  it('backs off while nobody answers, longer each time, and tells when it is back', async () => {
    const down = new ApiError('unreachable', 'down');
    const { states, fetch, doors } = await start([down, down, null]);
    expect(states).toEqual(['connecting', 'down']);
    await vi.advanceTimersByTimeAsync(499);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    await settled();
    await doors[0]?.frame(READY, 1);
    expect(states).toEqual(['connecting', 'down', 'live']);
  });

  it('tries at once when the network is back, or when something else was answered', async () => {
    const down = new ApiError('unreachable', 'down');
    const { fetch, stream } = await start([down, down, null]);
    window.dispatchEvent(new Event('online'));
    await settled();
    expect(fetch).toHaveBeenCalledTimes(2);
    stream.nudge();
    await settled();
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it('waits as long as the server asks', async () => {
    const busy = new Response(null, { status: 503, headers: { 'retry-after': '30' } });
    const { fetch } = await start([busy, null]);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('takes silence for a broken connection, and pings for life', async () => {
    const { doors, fetch, states } = await start();
    await doors[0]?.frame(READY, 1);
    await vi.advanceTimersByTimeAsync(30_000);
    await doors[0]?.say(': ping\n\n');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(states).toContain('down');
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('stops when the session is over', async () => {
    const { onSignedOut, fetch } = await start([new ApiError('signed-out', 'over')]);
    expect(onSignedOut).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('is given up when nobody looks for a while, and resumed when somebody does', async () => {
    const { doors, states, fetch } = await start();
    await doors[0]?.frame(READY, 7);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(30_000);
    await doors[0]?.say(': ping\n\n');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(states.at(-1)).toBe('paused');
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(doors[1]?.lastId).toBe('7');
  });

  it('leaves out what it cannot read', async () => {
    const { doors, frames } = await start();
    await doors[0]?.frame(READY, 1);
    await doors[0]?.say('data: {"type":\n\n');
    await doors[0]?.frame(deleted(2), 2);
    expect(frames).toEqual([deleted(2)]);
  });
});
