'use client';

import {
  CalendarDays,
  Flag,
  Folder,
  Hash,
  MessageSquareText,
  Repeat2,
  Trash2,
  X,
} from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '@/ui/Button';
import { Tooltip } from '@/ui/Tooltip';
import { type PickerKind, useBoard } from '../board';
import { TaskCheckbox } from '../list/TaskCheckbox';
import { dueOf } from '../model/calendar';
import { recurrenceWords } from '../model/recurrence';
import type { Task } from '../model/task';
import { dueWords, momentWords } from '../model/wording';
import { PRIORITY_COLOURS, PRIORITY_LABELS } from '../pickers/priority-look';
import { GrowingText } from './GrowingText';
import { useTextDraft } from './use-text-draft';

const LONGEST_TITLE = 200;
const LONGEST_NOTES = 5_000;

/** A task opened in its place in the list. */
export function TaskEditor({ task, now }: { task: Task; now: Date }) {
  const board = useBoard();
  const title = useTextDraft(task, 'title');
  const notes = useTextDraft(task, 'description');
  const field = useRef<HTMLTextAreaElement>(null);
  const all = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  useEffect(() => {
    // The list learns its height after it is drawn, and has made room for it a frame later.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => all.current?.scrollIntoView({ block: 'nearest' }));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const close = () => {
    title.save();
    notes.save();
    board.open(null);
  };
  const keys = (event: KeyboardEvent) => {
    const isSubmit = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
    if (event.key !== 'Escape' && !isSubmit) return;
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend, and looks of its own
    <div
      ref={all}
      role="group"
      aria-label={`Details of ${task.title}`}
      onKeyDown={keys}
      // Clear of the button that opens the assistant, where there is one.
      className="my-1.5 scroll-my-4 max-lg:scroll-mb-22 animate-fade-in rounded-lg border border-line-strong bg-surface shadow-2"
    >
      <div className="flex items-start pt-1.5 pr-1.5 pl-1">
        <TaskCheckbox task={task} onChange={(completed) => board.complete([task.id], completed)} />
        <GrowingText
          ref={field}
          label="Title"
          value={title.text}
          maxLength={LONGEST_TITLE}
          oneLine
          onChange={title.change}
          onBlur={title.save}
          onEnter={close}
          className="mt-2 min-h-7 text-lg font-medium"
        />
        <IconButton label="Close details" onClick={close} className="mt-0.5">
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      <div className="pr-4 pl-12">
        <GrowingText
          label="Notes"
          placeholder="Notes"
          value={notes.text}
          maxLength={LONGEST_NOTES}
          onChange={notes.change}
          onBlur={notes.save}
          className="min-h-14 text-sm text-ink-soft"
        />
        <TextLeft length={notes.text.length} most={LONGEST_NOTES} />
        <Chips task={task} now={now} />
      </div>
      <Footer task={task} />
    </div>
  );
}

/** Says how much more fits, once that is of interest. */
function TextLeft({ length, most }: { length: number; most: number }) {
  if (length < most * 0.9) return null;
  return (
    <p role="status" className="text-2xs text-ink-faint tabular-nums">
      {(most - length).toLocaleString()} characters left
    </p>
  );
}

function Chips({ task, now }: { task: Task; now: Date }) {
  const due = dueOf(task);
  const isSet = task.priority !== 'none';
  return (
    <div className="flex flex-wrap gap-1.5 pt-2 pb-3">
      <Chip task={task} kind="due" set={due !== null} icon={<CalendarDays size={14} aria-hidden />}>
        {due ? dueWords(due, now) : 'Due date'}
      </Chip>
      {task.recurrence ? (
        <Chip task={task} kind="due" set icon={<Repeat2 size={14} aria-hidden />}>
          {recurrenceWords(task.recurrence)}
        </Chip>
      ) : null}
      <Chip
        task={task}
        kind="priority"
        set={isSet}
        icon={<Flag size={14} aria-hidden className={PRIORITY_COLOURS[task.priority]} />}
      >
        {isSet ? `${PRIORITY_LABELS[task.priority]} priority` : 'Priority'}
      </Chip>
      <Chip
        task={task}
        kind="list"
        set={task.list !== null}
        icon={<Folder size={14} aria-hidden />}
      >
        {task.list ?? 'List'}
      </Chip>
      <Chip
        task={task}
        kind="tags"
        set={task.tags.length > 0}
        icon={<Hash size={14} aria-hidden />}
      >
        {task.tags.length > 0 ? task.tags.join(', ') : 'Tags'}
      </Chip>
    </div>
  );
}

function Chip({
  task,
  kind,
  set,
  icon,
  children,
}: {
  task: Task;
  kind: PickerKind;
  set: boolean;
  icon: ReactNode;
  children: ReactNode;
}) {
  const board = useBoard();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={(event) => board.pick(kind, [task.id], event.currentTarget)}
      className={`flex h-9 max-w-full items-center gap-1.5 rounded-full border px-3 text-xs transition-colors duration-100 hover:bg-hover [&_svg]:shrink-0 [&_svg]:text-ink-faint ${
        set ? 'border-line-strong text-ink' : 'border-line text-ink-soft'
      }`}
    >
      {icon}
      <span className="truncate">{children}</span>
    </button>
  );
}

function Footer({ task }: { task: Task }) {
  const board = useBoard();
  const made = `${task.id > 0 ? `Task ${task.id}, added` : 'Added'} ${momentWords(task.createdAt)}`;
  return (
    <div className="flex items-center gap-1 border-t border-line py-1 pr-1.5 pl-12">
      <p className="min-w-0 flex-1 truncate text-2xs text-ink-faint">{made}</p>
      <Tooltip text="Ask about this task">
        <IconButton label="Ask the assistant about this task" onClick={() => board.ask([task])}>
          <MessageSquareText size={17} aria-hidden />
        </IconButton>
      </Tooltip>
      <Tooltip text="Delete">
        <IconButton label="Delete this task" onClick={() => board.remove([task.id])}>
          <Trash2 size={17} aria-hidden />
        </IconButton>
      </Tooltip>
    </div>
  );
}
