import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import type { Priority, Task } from '../model/task';

const RING: Record<Priority, string> = {
  high: 'border-danger bg-danger-soft text-danger-text',
  medium: 'border-warning bg-warning-soft text-warning',
  low: 'border-accent bg-accent-soft text-accent-text',
  none: 'border-control text-ink-faint',
};

/** The circle that marks a task done; its colour is the priority. */
export function TaskCheckbox({
  task,
  onChange,
  className,
}: {
  task: Task;
  onChange: (completed: boolean) => void;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a round check box, of a size for fingers
    <button
      type="button"
      role="checkbox"
      aria-checked={task.completed}
      aria-label={`Done: ${task.title}`}
      onClick={(event) => {
        event.stopPropagation();
        onChange(!task.completed);
      }}
      className={clsx('group/check grid size-11 shrink-0 place-items-center rounded-md', className)}
    >
      <span
        className={clsx(
          'grid size-5 place-items-center rounded-full border-[1.75px] transition-colors duration-150',
          task.completed ? 'border-accent bg-accent text-accent-ink' : RING[task.priority],
        )}
      >
        <Check
          size={12}
          strokeWidth={3.5}
          aria-hidden
          className={clsx(
            'transition-opacity duration-150',
            !task.completed && 'opacity-0 group-hover/check:opacity-60',
          )}
        />
      </span>
    </button>
  );
}
