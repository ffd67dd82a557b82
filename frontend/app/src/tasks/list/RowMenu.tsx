'use client';

import { MoreHorizontal } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { IconButton } from '@/ui/Button';
import type { Task } from '../model/task';
import { rowId } from './row-id';
import { TaskMenuItems } from './TaskMenuItems';

/** A row's menu. It is made when it is opened: a list has many rows, and most menus are never seen. */
export function RowMenu({ task }: { task: Task }) {
  const [open, setOpen] = useState(false);
  return (
    <span className="relative">
      <IconButton
        label={`Actions for ${task.title}`}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={-1}
        className="size-9 sm:opacity-0 sm:group-focus-within/row:opacity-100 sm:group-hover/row:opacity-100 sm:aria-expanded:opacity-100"
        onClick={() => setOpen(true)}
      >
        <MoreHorizontal size={16} aria-hidden />
      </IconButton>
      {open ? (
        <DropdownMenu.Root open modal={false} onOpenChange={setOpen}>
          <DropdownMenu.Trigger asChild>
            <span aria-hidden className="pointer-events-none absolute inset-0" />
          </DropdownMenu.Trigger>
          {/* Inside the landmark of the list, for those who go by landmarks. */}
          <DropdownMenu.Portal container={document.getElementById('main')}>
            <DropdownMenu.Content
              align="end"
              sideOffset={6}
              collisionPadding={8}
              aria-label={`Actions for ${task.title}`}
              onCloseAutoFocus={(event) => {
                event.preventDefault();
                document.getElementById(rowId(task.id))?.focus({ preventScroll: true });
              }}
              className="z-50 min-w-52 animate-pop-in rounded-lg border border-line bg-surface p-1.5 text-ink shadow-2"
            >
              <TaskMenuItems task={task} />
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      ) : null}
    </span>
  );
}
