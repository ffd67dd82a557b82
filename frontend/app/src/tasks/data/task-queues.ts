/**
 * Fewer than the connections a browser has for a host over HTTP/1.1, which is six: the live stream
 * and an answer of the assistant need one each, however many tasks are changed at once.
 */
const MOST_AT_ONCE = 4;

/** Runs work on one task in the order in which it was asked for; on different tasks, a few at once. */
export class TaskQueues {
  private readonly ends = new Map<number, Promise<unknown>>();
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  run<T>(id: number, work: () => Promise<T>): Promise<T> {
    const before = this.ends.get(id) ?? Promise.resolve();
    const inTurn = () => this.inTurn(work);
    // The one before may fail; that is the business of whoever asked for it.
    const result = before.then(inTurn, inTurn);
    this.ends.set(id, result);
    const forget = () => {
      if (this.ends.get(id) === result) this.ends.delete(id);
    };
    result.then(forget, forget);
    return result;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    // Whoever ends hands its turn on, so that nobody slips in between.
    if (this.running < MOST_AT_ONCE) this.running += 1;
    else await new Promise<void>((go) => this.waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
