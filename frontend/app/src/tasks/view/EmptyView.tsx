'use client';

import { CircleCheck, Coffee, Inbox, Search, Sun } from 'lucide-react';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import type { Filter } from '../model/views';
import type { Navigation } from './use-place';

/** What a view says while it holds nothing. */
export function EmptyView({
  place,
  hasTasks,
  onNew,
  onChat,
}: {
  place: Navigation;
  /** There are tasks, only not here. */
  hasTasks: boolean;
  onNew: () => void;
  onChat: () => void;
}) {
  const { filter } = place;
  if (filter.query !== '') {
    return (
      <EmptyState
        icon={<Search size={22} />}
        title={`Nothing matches “${filter.query}”`}
        action={
          <>
            {isNarrow(filter) ? (
              <Button onClick={() => place.show({ view: 'all', list: null, tag: null })}>
                Search all tasks
              </Button>
            ) : null}
            <Button onClick={() => place.show({ query: '' }, 'replace')}>Clear the search</Button>
          </>
        }
      >
        Titles, notes, lists and tags are searched; a number finds the task of that number.
      </EmptyState>
    );
  }
  if (!hasTasks) {
    return (
      <EmptyState
        icon={<Inbox size={22} />}
        title="A clear page"
        action={
          <>
            <Button variant="primary" onClick={onNew}>
              Add a task
            </Button>
            <Button onClick={onChat}>Ask the assistant</Button>
          </>
        }
      >
        Type a task above, as you would say it: “Call Ada tomorrow at 5”. Or tell the assistant.
      </EmptyState>
    );
  }
  const { icon, title, text } =
    WORDS[filter.list !== null || filter.tag !== null ? 'all' : filter.view];
  return (
    <EmptyState icon={icon} title={title} action={<Button onClick={onNew}>Add a task</Button>}>
      {text}
    </EmptyState>
  );
}

const WORDS = {
  today: {
    icon: <Sun size={22} />,
    title: 'Nothing is due today',
    text: 'What you add here is due today.',
  },
  upcoming: {
    icon: <Coffee size={22} />,
    title: 'Nothing is coming up',
    text: 'Tasks with a date after today are listed here, day by day.',
  },
  overdue: {
    icon: <CircleCheck size={22} />,
    title: 'Nothing is late',
    text: 'Tasks that should have been done by now are listed here.',
  },
  done: {
    icon: <CircleCheck size={22} />,
    title: 'Nothing is done yet',
    text: 'What you complete stays here, and can be opened again.',
  },
  all: {
    icon: <Inbox size={22} />,
    title: 'Nothing here',
    text: 'What you add here is put into this list, or gets this tag.',
  },
} as const;

function isNarrow({ view, list, tag }: Filter): boolean {
  return view !== 'all' || list !== null || tag !== null;
}
