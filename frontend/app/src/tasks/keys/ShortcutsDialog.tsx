'use client';

import { Dialog } from '@/ui/Dialog';
import { Keys } from '@/ui/Keys';

const GROUPS = [
  {
    title: 'Anywhere',
    keys: [
      ['N', 'New task'],
      ['/', 'Search'],
      ['Ctrl+K', 'Commands and tasks'],
      ['C', 'Show or hide the assistant'],
      ['Z', 'Undo'],
      ['?', 'This page'],
    ],
  },
  {
    title: 'In the list',
    keys: [
      ['J', 'Next task'],
      ['K', 'Task before'],
      ['X', 'Complete'],
      ['E', 'Edit'],
      ['D', 'Due date'],
      ['P', 'Priority'],
      ['T', 'Tags'],
      ['M', 'Move to list'],
      ['A', 'Ask about it'],
      ['S', 'Select'],
      ['Shift+↓', 'Select the next too'],
      ['Ctrl+A', 'Select all'],
      ['Del', 'Delete'],
      ['Esc', 'Clear the selection, or close'],
    ],
  },
  {
    title: 'Go to',
    keys: [
      ['G A', 'All tasks'],
      ['G T', 'Today'],
      ['G U', 'Upcoming'],
      ['G O', 'Overdue'],
      ['G D', 'Done'],
    ],
  },
] as const;

export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      className="sm:max-w-2xl!"
    >
      <div className="grid gap-x-10 gap-y-5 pt-1 sm:grid-cols-2 [&>section:nth-child(2)]:sm:row-span-2">
        {GROUPS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="pb-1.5 text-2xs font-semibold text-ink-faint">{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div
                  key={key}
                  className="flex items-center justify-between gap-6 border-b border-line py-1.5 text-sm"
                >
                  <dt>{does}</dt>
                  <dd>
                    <Keys keys={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
