/** Remembers which thread a user looked at last, for the next visit on this device. */
export class ThreadMemory {
  private readonly key: string;

  constructor(
    userId: string,
    private readonly storage: () => Storage = () => localStorage,
  ) {
    this.key = `taskpilot-thread:${userId}`;
  }

  get(): string | null {
    try {
      return this.storage().getItem(this.key);
    } catch {
      return null;
    }
  }

  set(threadId: string | null): void {
    try {
      if (threadId === null) this.storage().removeItem(this.key);
      else this.storage().setItem(this.key, threadId);
    } catch {
      // A browser that keeps nothing begins with a new thread each time.
    }
  }
}
