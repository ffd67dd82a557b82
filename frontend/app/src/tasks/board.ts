import { createContext, use } from 'react';
import type { Workspace } from './data/workspace';
import type { Task } from './model/task';

export type PickerKind = 'due' | 'priority' | 'tags' | 'list';

/** A picker that is open: what it changes, and where it stands. */
export interface OpenPicker {
  readonly kind: PickerKind;
  readonly ids: readonly number[];
  readonly anchor: HTMLElement;
}

/** What rows, menus and keys can do. One object for the life of the page, so that rows stay as they are. */
export interface Board {
  readonly workspace: Workspace | null;
  complete(ids: readonly number[], completed: boolean): void;
  remove(ids: readonly number[]): void;
  open(id: number | null): void;
  pick(kind: PickerKind, ids: readonly number[], anchor: HTMLElement): void;
  select(id: number, how: 'toggle' | 'extend'): void;
  activate(id: number): void;
  /** Puts tasks into the assistant's composer. */
  ask(tasks: readonly Task[]): void;
}

export const BoardContext = createContext<Board | null>(null);

export function useBoard(): Board {
  const board = use(BoardContext);
  if (!board) throw new Error('there is no board around this');
  return board;
}
