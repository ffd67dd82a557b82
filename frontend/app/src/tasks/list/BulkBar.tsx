'use client';

import {
  CalendarDays,
  CheckCheck,
  Flag,
  Folder,
  Hash,
  type LucideIcon,
  MessageSquareText,
  Trash2,
  X,
} from 'lucide-react';
import type { MouseEvent } from 'react';
import { IconButton } from '@/ui/Button';
import { Tooltip } from '@/ui/Tooltip';
import { type PickerKind, useBoard } from '../board';
import type { Task } from '../model/task';
import { count } from '../model/wording';

/** What can be done with all selected tasks at once. */
export function BulkBar({
  tasks,
  total,
  onAll,
  onClear,
}: {
  tasks: readonly Task[];
  /** How many tasks could be selected. */
  total: number;
  onAll: () => void;
  onClear: () => void;
}) {
  const board = useBoard();
  if (tasks.length === 0) return null;
  const ids = tasks.map(({ id }) => id);
  const areDone = tasks.every(({ completed }) => completed);
  const pick = (kind: PickerKind) => (event: MouseEvent<HTMLButtonElement>) =>
    board.pick(kind, ids, event.currentTarget);
  return (
    <section
      aria-label="Selected tasks"
      className="pointer-events-none absolute inset-x-0 bottom-22 z-20 flex justify-center px-3"
    >
      <div className="pointer-events-auto flex max-w-full animate-pop-in flex-wrap items-center justify-between rounded-lg border border-line bg-surface p-1 shadow-3 max-sm:w-full">
        <p role="status" className="px-2.5 text-sm font-medium whitespace-nowrap tabular-nums">
          {count(tasks.length, 'task')}
        </p>
        {tasks.length < total ? (
          <button
            type="button"
            onClick={onAll}
            className="link h-10 px-2 text-sm whitespace-nowrap"
          >
            Select all {total.toLocaleString()}
          </button>
        ) : null}
        {/* On a phone: how many they are above, what can be done with them below. */}
        <span aria-hidden className="order-1 basis-full sm:hidden" />
        <Act
          label={areDone ? 'Open again' : 'Complete'}
          icon={CheckCheck}
          onClick={() => board.complete(ids, !areDone)}
        />
        <Act label="Due date" icon={CalendarDays} onClick={pick('due')} />
        <Act label="Priority" icon={Flag} onClick={pick('priority')} />
        <Act label="Move to list" icon={Folder} onClick={pick('list')} />
        <Act label="Tags" icon={Hash} onClick={pick('tags')} />
        <Act label="Ask the assistant" icon={MessageSquareText} onClick={() => board.ask(tasks)} />
        <Act label="Delete" icon={Trash2} onClick={() => board.remove(ids)} />
        <Act label="Clear the selection" icon={X} onClick={onClear} className="max-sm:ml-auto" />
      </div>
    </section>
  );
}

function Act({
  label,
  icon: Icon,
  onClick,
  className = 'max-sm:order-2',
}: {
  label: string;
  icon: LucideIcon;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  className?: string;
}) {
  return (
    <Tooltip text={label}>
      <IconButton label={label} onClick={onClick} className={className}>
        <Icon size={18} aria-hidden />
      </IconButton>
    </Tooltip>
  );
}
