/** One thing that the user did, and what takes it back. */
export interface UndoStep {
  /** What was done, for people: `Completed “Buy milk”`. */
  readonly words: string;
  /** In the order in which it was done; each is good once. */
  readonly tokens: readonly string[];
}

const MOST_STEPS = 50;

/** What can be undone, last first. */
export class UndoHistory {
  private steps: UndoStep[] = [];

  push(step: UndoStep): void {
    if (step.tokens.length === 0) return;
    this.steps = [...this.steps, step].slice(-MOST_STEPS);
  }

  /** Takes the last step, or a certain one; nothing if it was taken already. */
  take(step?: UndoStep): UndoStep | undefined {
    const taken = step === undefined ? this.steps.at(-1) : this.steps.find((one) => one === step);
    this.steps = this.steps.filter((one) => one !== taken);
    return taken;
  }
}
