'use client';

import { Command } from 'cmdk';
import { Circle, CircleCheck, type LucideIcon, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { Keys } from '@/ui/Keys';
import { find } from '../model/search';
import type { Task } from '../model/task';
import { ITEM } from '../pickers/ChoiceList';

const MOST_TASKS = 8;

export interface PaletteCommand {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly keys?: string;
  readonly run: () => void;
}

/** Finds commands and tasks by a few letters. */
export function CommandPalette({
  open,
  onOpenChange,
  commands,
  tasks,
  onTask,
  onAdd,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly PaletteCommand[];
  tasks: ReadonlyMap<number, Task>;
  onTask: (id: number) => void;
  onAdd: (text: string) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim data-[state=open]:animate-fade-in" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl border border-line bg-surface text-ink shadow-3 data-[state=open]:animate-pop-in"
        >
          <Dialog.Title className="sr-only">Commands and tasks</Dialog.Title>
          <Palette
            commands={commands}
            tasks={tasks}
            onTask={onTask}
            onAdd={onAdd}
            onClose={() => onOpenChange(false)}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({
  commands,
  tasks,
  onTask,
  onAdd,
  onClose,
}: {
  commands: readonly PaletteCommand[];
  tasks: ReadonlyMap<number, Task>;
  onTask: (id: number) => void;
  onAdd: (text: string) => void;
  onClose: () => void;
}) {
  const [query, setQuery] = useState('');
  const text = query.trim();
  const words = text.toLowerCase().split(/\s+/);
  const shown = commands.filter(({ name }) =>
    words.every((word) => name.toLowerCase().includes(word)),
  );
  const found = text === '' ? [] : find(tasks.values(), text, MOST_TASKS);
  const run = (action: () => void) => {
    onClose();
    // The dialog gives the focus back first; what the command focuses shall keep it.
    setTimeout(action);
  };
  return (
    <Command label="Commands and tasks" shouldFilter={false} loop>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={18} aria-hidden className="shrink-0 text-ink-faint" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder="Find a task or a command"
          className="h-13 w-full bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto overscroll-contain p-2">
        {found.length > 0 ? (
          <Command.Group heading="Tasks" className={GROUP}>
            {found.map((task) => (
              <Command.Item
                key={task.id}
                value={`task ${task.id}`}
                onSelect={() => run(() => onTask(task.id))}
                className={ITEM}
              >
                {task.completed ? (
                  <CircleCheck size={16} aria-hidden />
                ) : (
                  <Circle size={16} aria-hidden />
                )}
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {task.title}
                </span>
                {task.list ? <span className="text-2xs text-ink-faint">{task.list}</span> : null}
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        {shown.length > 0 ? (
          <Command.Group heading="Commands" className={GROUP}>
            {shown.map(({ name, icon: Icon, keys, run: action }) => (
              <Command.Item key={name} value={name} onSelect={() => run(action)} className={ITEM}>
                <Icon size={16} aria-hidden />
                <span className="flex-1">{name}</span>
                {keys ? (
                  <span aria-hidden className="hidden sm:block">
                    <Keys keys={keys} />
                  </span>
                ) : null}
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        {text === '' ? null : (
          <Command.Group heading="New" className={GROUP}>
            <Command.Item value="add" onSelect={() => run(() => onAdd(text))} className={ITEM}>
              <Circle size={16} aria-hidden />
              <span className="min-w-0 flex-1 truncate">Add “{text}”</span>
            </Command.Item>
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

const GROUP =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-faint';
