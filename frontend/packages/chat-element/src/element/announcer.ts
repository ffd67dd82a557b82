/** Dispatches an event; `onRead` is told when a listener looks at its detail. */
export type Dispatch = (type: string, detail: unknown, onRead?: () => void) => void;

/** More than the opening of a thread has to say. */
const MOST_HELD = 8;

/**
 * Sees to it that a page hears what happens before it listens. `chatkit.ready` comes first, and comes
 * again for a listener if nobody can have heard it: React listens some time after it has set the
 * options. What the opening of the first thread has to say waits along with it.
 */
export class Announcer {
  /** Null as soon as events go out at once. */
  #held: (readonly [type: string, detail: unknown])[] | null = [];
  #hasBegun = false;
  #hasListener = false;
  #hasReadyListener = false;
  #isHeard = false;

  constructor(
    private readonly dispatch: Dispatch,
    /** Listeners may have been added before the element had its class, where nobody saw them. */
    private readonly mayHaveListeners: boolean,
  ) {}

  /** Announces that the element is ready, in a task of its own: many pages listen after this. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    setTimeout(() => {
      if (this.#hasListener || this.mayHaveListeners) this.#tell();
    });
  }

  /** Tells an event once the page has heard that the element is ready. */
  announce(type: string, detail: unknown): void {
    if (!this.#held) {
      this.dispatch(type, detail);
      return;
    }
    this.#held.push([type, detail]);
    // A page that has not listened by now does not care for what has been.
    if (this.#held.length > MOST_HELD) this.#held = null;
  }

  /** A listener for an event of the chat's was added. */
  listened(type: string): void {
    const isReady = type === 'chatkit.ready';
    const isNews = isReady || !this.#hasListener;
    this.#hasListener = true;
    this.#hasReadyListener ||= isReady;
    // After those that are added along with it. Before the options are set there is nothing to tell.
    if (isNews && this.#hasBegun && !this.#isHeard) setTimeout(() => this.#tell());
  }

  #tell(): void {
    if (this.#isHeard) return;
    this.#isHeard = this.#hasReadyListener;
    this.dispatch('chatkit.ready', undefined, () => {
      this.#isHeard = true;
    });
    const held = this.#held ?? [];
    this.#held = null;
    for (const [type, detail] of held) this.dispatch(type, detail);
  }
}
