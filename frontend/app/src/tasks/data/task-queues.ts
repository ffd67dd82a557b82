/** Runs work on one task in the order in which it was asked for; work on different tasks does not wait. */
export class TaskQueues {
  private readonly ends = new Map<number, Promise<unknown>>();

  run<T>(id: number, work: () => Promise<T>): Promise<T> {
    const before = this.ends.get(id) ?? Promise.resolve();
    // The one before may fail; that is the business of whoever asked for it.
    const result = before.then(work, work);
    this.ends.set(id, result);
    const forget = () => {
      if (this.ends.get(id) === result) this.ends.delete(id);
    };
    result.then(forget, forget);
    return result;
  }
}
