'use client';

import { MoreHorizontal } from 'lucide-react';
import { Menu } from '@/ui/Menu';
import type { Task } from '../model/task';
import { rowId } from './row-id';

/** What can be done with the task of a row. */
export function RowMenu({ task }: { task: Task }) {
  return (
    <Menu
      button={`Actions for ${task.title}`}
      label={`Actions for ${task.title}`}
      icon={<MoreHorizontal size={16} aria-hidden />}
      tabIndex={-1}
      size="size-10 sm:size-9"
      className="sm:opacity-0 sm:group-focus-within/row:opacity-100 sm:group-hover/row:opacity-100 sm:aria-expanded:opacity-100"
      load={() => import('./TaskMenuItems').then((part) => part.TaskMenuItems)}
      items={{ task }}
      onClosed={() => document.getElementById(rowId(task.id))?.focus({ preventScroll: true })}
    />
  );
}
