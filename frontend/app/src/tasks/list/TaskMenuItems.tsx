import {
  CalendarDays,
  Flag,
  Folder,
  Hash,
  MessageSquareText,
  Pencil,
  SquareCheck,
  Trash2,
} from 'lucide-react';
import { Keys } from '@/ui/Keys';
import { MenuItem, MenuSeparator } from '@/ui/menu-items';
import { type PickerKind, useBoard } from '../board';
import type { Task } from '../model/task';
import { rowId } from './row-id';

/** All that can be done with one task. */
export function TaskMenuItems({ task }: { task: Task }) {
  const board = useBoard();
  // After the menu has closed and given the focus back, or the picker would lose it again.
  const pick = (kind: PickerKind) =>
    setTimeout(() => {
      const anchor = document.getElementById(rowId(task.id));
      if (anchor) board.pick(kind, [task.id], anchor);
    });
  return (
    <>
      <MenuItem onSelect={() => board.open(task.id)}>
        <Pencil size={16} aria-hidden />
        <Label text="Edit" keys="E" />
      </MenuItem>
      <MenuItem onSelect={() => board.ask([task])}>
        <MessageSquareText size={16} aria-hidden />
        <Label text="Ask about this task" keys="A" />
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => pick('due')}>
        <CalendarDays size={16} aria-hidden />
        <Label text="Due date" keys="D" />
      </MenuItem>
      <MenuItem onSelect={() => pick('priority')}>
        <Flag size={16} aria-hidden />
        <Label text="Priority" keys="P" />
      </MenuItem>
      <MenuItem onSelect={() => pick('tags')}>
        <Hash size={16} aria-hidden />
        <Label text="Tags" keys="T" />
      </MenuItem>
      <MenuItem onSelect={() => pick('list')}>
        <Folder size={16} aria-hidden />
        <Label text="Move to list" keys="M" />
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => board.select(task.id, 'toggle')}>
        <SquareCheck size={16} aria-hidden />
        <Label text="Select" keys="S" />
      </MenuItem>
      <MenuItem danger onSelect={() => board.remove([task.id])}>
        <Trash2 size={16} aria-hidden />
        <Label text="Delete" keys="Del" />
      </MenuItem>
    </>
  );
}

function Label({ text, keys }: { text: string; keys: string }) {
  return (
    <span className="flex flex-1 items-center justify-between gap-6">
      {text}
      <span aria-hidden className="hidden sm:block">
        <Keys keys={keys} />
      </span>
    </span>
  );
}
