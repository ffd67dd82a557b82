import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { useBoard } from '../board';
import type { Task } from '../model/task';

/** The square that selects a task for what is done to several at once. */
export function SelectBox({
  task,
  selected,
  shown,
  tabIndex,
}: {
  task: Task;
  selected: boolean;
  shown: boolean;
  tabIndex: number;
}) {
  const board = useBoard();
  return (
    // biome-ignore lint/a11y/useSemanticElements: drawn with the page's own tokens
    <button
      type="button"
      role="checkbox"
      aria-checked={selected}
      aria-label={`Select ${task.title}`}
      tabIndex={shown ? tabIndex : -1}
      onClick={(event) => board.select(task.id, event.shiftKey ? 'extend' : 'toggle')}
      className={clsx(
        'h-11 w-6 shrink-0 place-items-center rounded-md sm:absolute sm:-left-6',
        shown ? 'grid' : 'hidden opacity-0 group-hover/row:opacity-100 sm:grid',
      )}
    >
      <span
        className={clsx(
          'grid size-4 place-items-center rounded-sm border-[1.5px]',
          selected ? 'border-accent bg-accent text-accent-ink' : 'border-control bg-surface',
        )}
      >
        {selected ? <Check size={11} strokeWidth={3.5} aria-hidden /> : null}
      </span>
    </button>
  );
}
