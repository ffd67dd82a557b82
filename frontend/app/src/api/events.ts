import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { ApiError } from './api-error';
import { backoff } from './backoff';
import type { components } from './schema';

export type LiveFrame = components['schemas']['LiveFrame'];

/** How the page stands to the server. */
export type LiveState =
  | 'connecting'
  | 'live'
  /** The browser has no network. */
  | 'offline'
  /** The server does not answer. */
  | 'down'
  /** Nobody looks, so nothing is kept open. */
  | 'paused';

/** A stream that says nothing for so long is dead: the server says something every 15 seconds. */
const SILENCE_MS = 40_000;
/** How long a page may be out of sight before its stream is given up. */
const HIDDEN_MS = 60_000;

export interface LiveOptions {
  url: string;
  /** `fetch` in the user's name. */
  fetch: typeof fetch;
  /** The frames that arrived together. */
  onFrames: (frames: LiveFrame[]) => void;
  onState: (state: LiveState) => void;
  /** The stream is open. `complete` is false if changes may have been missed since it was open last. */
  onOpen: (complete: boolean) => void;
  onSignedOut: () => void;
  random?: () => number;
}

/** Keeps the live stream of the user's changes open, and resumes it where it broke off. */
export class LiveStream {
  private lastId: string | null = null;
  private state: LiveState = 'paused';
  private running: AbortController | null = null;
  private wake: (() => void) | null = null;
  private failures = 0;
  private hiddenTimer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new AbortController();

  constructor(private readonly options: LiveOptions) {}

  start(): void {
    const { signal } = this.listeners;
    window.addEventListener('online', () => this.retryNow(), { signal });
    window.addEventListener('offline', () => this.lost(), { signal });
    document.addEventListener('visibilitychange', () => this.visibility(), { signal });
    this.resume();
  }

  stop(): void {
    this.listeners.abort();
    this.pause();
  }

  /** Tries at once instead of at the end of the wait. */
  retryNow(): void {
    this.failures = 0;
    this.wake?.();
    this.resume();
  }

  /** Ends a wait early: something else was just answered. */
  nudge(): void {
    this.wake?.();
  }

  private resume(): void {
    if (this.running || this.listeners.signal.aborted) return;
    const running = new AbortController();
    this.running = running;
    void this.run(running.signal);
  }

  private pause(): void {
    this.running?.abort();
    this.running = null;
    this.wake?.();
    this.become('paused');
  }

  private visibility(): void {
    if (this.hiddenTimer !== null) clearTimeout(this.hiddenTimer);
    this.hiddenTimer = null;
    if (document.hidden) this.hiddenTimer = setTimeout(() => this.pause(), HIDDEN_MS);
    else this.retryNow();
  }

  private lost(): void {
    this.running?.abort();
    this.running = null;
    this.become('offline');
    this.resume();
  }

  private async run(signal: AbortSignal): Promise<void> {
    if (this.state === 'paused') this.become('connecting');
    while (!signal.aborted) {
      let wait: number;
      try {
        await this.read(signal);
        // It ends with its token, or when the server restarts: the next one resumes it.
        this.failures += 1;
        wait = this.failures > 1 ? backoff(this.failures - 1, this.options.random) : 0;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && error.failure === 'signed-out') {
          this.options.onSignedOut();
          return;
        }
        this.failures += 1;
        this.become(navigator.onLine ? 'down' : 'offline');
        wait = backoff(this.failures, this.options.random);
        const asked = error instanceof ApiError ? error.details.retryAfterSeconds : undefined;
        if (asked !== undefined) wait = Math.max(wait, asked * 1_000);
      }
      if (wait > 0) await this.sleep(wait, signal);
    }
  }

  private sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }

  private async read(outer: AbortSignal): Promise<void> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const signal = AbortSignal.any([outer, silence.signal]);
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      const resumed = this.lastId !== null;
      if (this.lastId !== null) headers['last-event-id'] = this.lastId;
      const response = await this.options.fetch(this.options.url, {
        headers,
        signal,
        cache: 'no-store',
      });
      if (!response.ok || !response.body) {
        const after = Number(response.headers.get('retry-after'));
        throw new ApiError('unreachable', 'The live stream was refused.', {
          status: response.status,
          ...(after > 0 ? { retryAfterSeconds: after } : {}),
        });
      }
      const arrived: EventSourceMessage[] = [];
      const parser = createParser({ onEvent: (event) => void arrived.push(event) });
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        parser.feed(decoder.decode(value, { stream: true }));
        this.take(arrived.splice(0), resumed);
      }
    } catch (error) {
      if (silence.signal.aborted && !outer.aborted) {
        throw new ApiError('unreachable', 'The live stream fell silent.', {}, { cause: error });
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private take(events: EventSourceMessage[], resumed: boolean): void {
    const frames: LiveFrame[] = [];
    for (const event of events) {
      const frame = readFrame(event.data);
      if (!frame) continue;
      if (event.id !== undefined) this.lastId = event.id;
      if (frame.type === 'ready' || frame.type === 'reset') {
        this.failures = 0;
        this.become('live');
        // After a reset the stream goes on with `ready`, which then says nothing new.
        this.options.onOpen(frame.type === 'ready' && resumed);
      } else frames.push(frame);
    }
    if (frames.length > 0) this.options.onFrames(frames);
  }

  private become(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState(state);
  }
}

function readFrame(data: string): LiveFrame | null {
  try {
    return JSON.parse(data) as LiveFrame;
  } catch {
    // A frame that is cut cannot be helped; the version of the next one says whether something is missing.
    return null;
  }
}
