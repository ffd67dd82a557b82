'use client';

import { Popover } from 'radix-ui';
import { useRef } from 'react';
import { hasMovedOn } from '@/ui/has-moved-on';
import type { OpenPicker, PickerKind } from '../board';
import type { Task, TaskChanges } from '../model/task';
import type { Counts } from '../model/views';
import { DuePicker } from './DuePicker';
import { ListPicker } from './ListPicker';
import { PriorityPicker } from './PriorityPicker';
import { TagPicker } from './TagPicker';
import { useSpot } from './use-spot';

const LABELS: Record<PickerKind, string> = {
  due: 'Due date',
  priority: 'Priority',
  tags: 'Tags',
  list: 'List',
};

/** The one picker that may be open, at whatever asked for it, and wholly on the screen. */
export function PickerHost(props: {
  picker: OpenPicker | null;
  tasks: readonly Task[];
  counts: Counts;
  now: Date;
  onChange: (each: readonly { id: number; changes: TaskChanges }[]) => void;
  onClose: () => void;
}) {
  const { picker, onClose } = props;
  const anchor = useRef<HTMLElement | null>(null);
  if (picker) anchor.current = picker.anchor;
  const { point, panel } = useSpot(picker);
  return (
    <Popover.Root open={picker !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Popover.Anchor virtualRef={point} />
      <Popover.Portal>
        <Popover.Content
          ref={panel}
          side="right"
          align="start"
          avoidCollisions={false}
          tabIndex={-1}
          aria-label={picker ? LABELS[picker.kind] : undefined}
          onOpenAutoFocus={(event) => {
            if (!isForFingers()) return;
            // In a field, the focus would bring up the keyboard over what is to be tapped.
            event.preventDefault();
            panel.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!hasMovedOn(event.currentTarget)) anchor.current?.focus();
          }}
          className="z-50 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-line bg-surface text-ink shadow-3 outline-none data-[state=open]:animate-pop-in max-h-[calc(100dvh-1rem)]"
        >
          {picker ? <Picker {...props} picker={picker} /> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function isForFingers(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

function Picker({
  picker,
  tasks,
  counts,
  now,
  onChange,
  onClose,
}: {
  picker: OpenPicker;
  tasks: readonly Task[];
  counts: Counts;
  now: Date;
  onChange: (each: readonly { id: number; changes: TaskChanges }[]) => void;
  onClose: () => void;
}) {
  const choose = (changes: TaskChanges) => {
    onChange(picker.ids.map((id) => ({ id, changes })));
    onClose();
  };
  switch (picker.kind) {
    case 'priority':
      return <PriorityPicker tasks={tasks} onChoose={(priority) => choose({ priority })} />;
    case 'list':
      return (
        <ListPicker
          tasks={tasks}
          lists={counts.lists.map(({ name }) => name)}
          onChoose={(list) => choose({ list })}
        />
      );
    case 'tags':
      return (
        <TagPicker
          tasks={tasks}
          tags={counts.tags.map(({ name }) => name)}
          onToggle={(tag, on) =>
            // Each task keeps its other tags.
            onChange(
              tasks.map((task) => {
                const others = task.tags.filter((other) => other !== tag);
                return { id: task.id, changes: { tags: on ? [...others, tag] : others } };
              }),
            )
          }
        />
      );
    case 'due':
      return (
        <DuePicker
          tasks={tasks}
          now={now}
          onChoose={(changesOf, close) => {
            onChange(tasks.map((task) => ({ id: task.id, changes: changesOf(task) })));
            if (close) onClose();
          }}
        />
      );
  }
}
