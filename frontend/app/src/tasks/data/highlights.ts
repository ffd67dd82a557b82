/** How long a task stands out after the assistant changed it. */
const SHOWN_MS = 2_600;

/** Tasks that stand out for a moment. */
export class Highlights {
  private shown: ReadonlySet<number> = new Set();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = (): ReadonlySet<number> => this.shown;

  add(ids: readonly number[]): void {
    if (ids.length === 0) return;
    this.publish(new Set([...this.shown, ...ids]));
    setTimeout(() => {
      this.publish(new Set([...this.shown].filter((id) => !ids.includes(id))));
    }, SHOWN_MS);
  }

  private publish(shown: ReadonlySet<number>): void {
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}
