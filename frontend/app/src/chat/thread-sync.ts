/** How long changes of a thread are gathered: an answer changes its conversation several times. */
const GATHER_MS = 400;

/**
 * Reads the shown thread again when another tab or another client may have gone on with it. Which
 * thread a change belongs to is not asked: the stream names conversations by their numbers, which
 * the chat does not know.
 */
export class ThreadSync {
  private isBusy = false;
  private quietUntil = 0;
  private read: (() => Promise<void>) | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** The chat is there, and can be told to read. */
  ready(read: () => Promise<void>): void {
    this.read = read;
  }

  /** While an answer comes, the changes are its own; the last of them is told a moment later. */
  busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    if (!isBusy) this.quietUntil = Date.now() + 2 * GATHER_MS;
  }

  changed(): void {
    if (this.isBusy || Date.now() < this.quietUntil) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.isBusy) return;
      // Refused while the chat is busy with something else: the next change tries again.
      void this.read?.().catch(() => {});
    }, GATHER_MS);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
