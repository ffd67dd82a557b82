import type { Board } from '../board';
import type { Task } from '../model/task';
import type { ChatState } from '../use-chat-place';
import type { Navigation } from '../view/use-place';

/** What keys and commands can reach. */
export interface Page {
  readonly board: Board;
  readonly place: Navigation;
  readonly chat: ChatState;
  readonly selection: { toggle(id: number): void; clear(): void; all(): void };
  readonly selected: readonly Task[];
  /** The task that has the focus, or had it last. */
  readonly task: Task | undefined;
  move(step: number, isKnown?: boolean): number | null;
  focusNew(): void;
  focusSearch(): void;
  setLayer(layer: 'palette' | 'help'): void;
  /** Goes to another page, without loading anew what this one holds. */
  visit(path: string): void;
  undo(): void;
}

/** The tasks that a command is meant for: the selected ones, or the one with the focus. */
export function targets({ selected, task }: Page): readonly Task[] {
  if (selected.length > 0) return selected;
  return task ? [task] : [];
}
