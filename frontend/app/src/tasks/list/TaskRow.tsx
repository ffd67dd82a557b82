'use client';

import { clsx } from 'clsx';
import { CalendarDays, MessageSquareText } from 'lucide-react';
import { type MouseEvent, memo, useState } from 'react';
import { IconButton } from '@/ui/Button';
import { useBoard } from '../board';
import type { Task } from '../model/task';
import { RowMenu } from './RowMenu';
import { rowId } from './row-id';
import { SelectBox } from './SelectBox';
import { TaskCheckbox } from './TaskCheckbox';
import { TaskMeta } from './TaskMeta';

export interface TaskRowProps {
  task: Task;
  now: Date;
  active: boolean;
  selected: boolean;
  /** Some task is selected, so that every row shows its box. */
  selecting: boolean;
  highlighted: boolean;
  hideList: boolean;
}

export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, now, active, selected, selecting, highlighted, hideList } = props;
  const board = useBoard();
  const tabIndex = active ? 0 : -1;
  const [near, setNear] = useState(false);
  const open = (event: MouseEvent) => {
    if (event.shiftKey) board.select(task.id, 'extend');
    else if (event.metaKey || event.ctrlKey || selecting) board.select(task.id, 'toggle');
    else board.open(task.id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what comes with the pointer is there by keys as well
    <div
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
      className={clsx(
        'group/row relative flex items-start gap-0.5 rounded-md pr-1 transition-colors duration-300',
        'outline-offset-[-2px] outline-accent-text has-[[data-title]:focus-visible]:outline-2',
        'before:pointer-events-none before:absolute before:inset-x-3 before:bottom-0 before:h-px before:bg-line',
        'has-[[data-title]:focus-visible]:before:hidden',
        selected && 'bg-accent-soft',
        !selected && highlighted && 'bg-accent-soft',
        !selected && !highlighted && 'hover:bg-hover focus-within:bg-hover',
      )}
    >
      <SelectBox task={task} selected={selected} shown={selecting} tabIndex={tabIndex} />
      <TaskCheckbox task={task} onChange={(completed) => board.complete([task.id], completed)} />
      <button
        type="button"
        id={rowId(task.id)}
        data-title
        tabIndex={tabIndex}
        onFocus={() => board.activate(task.id)}
        onClick={open}
        className="min-w-0 flex-1 scroll-mt-4 scroll-mb-22 py-2.5 pr-2 text-left outline-none"
      >
        <span
          dir="auto"
          className={clsx(
            'line-clamp-3 text-base break-words sm:line-clamp-2',
            task.completed ? 'text-ink-faint line-through' : 'text-ink',
          )}
        >
          {task.title}
        </span>
        <TaskMeta task={task} now={now} hideList={hideList} />
      </button>
      <RowActions task={task} near={near} />
    </div>
  );
});

/** What the pointer finds at a row's end; by keys it is all there under one letter each. */
function RowActions({ task, near }: { task: Task; near: boolean }) {
  return (
    <div className="flex shrink-0 items-center justify-end self-center sm:min-w-27">
      {near ? <Shortcuts task={task} /> : null}
      <RowMenu task={task} />
    </div>
  );
}

/** Made when the pointer comes near: a list has many rows. */
function Shortcuts({ task }: { task: Task }) {
  const board = useBoard();
  return (
    <div className="hidden items-center opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 sm:flex">
      <IconButton
        label={`Ask the assistant about ${task.title}`}
        tabIndex={-1}
        size="size-9"
        onClick={() => board.ask([task])}
      >
        <MessageSquareText size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={`Due date of ${task.title}`}
        tabIndex={-1}
        size="size-9"
        onClick={(event) => board.pick('due', [task.id], event.currentTarget)}
      >
        <CalendarDays size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
