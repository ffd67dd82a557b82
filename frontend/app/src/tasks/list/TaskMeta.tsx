import { clsx } from 'clsx';
import { AlignLeft, CalendarDays, Folder, Repeat2 } from 'lucide-react';
import { dayOf, dueOf, isOverdue } from '../model/calendar';
import { recurrenceWords } from '../model/recurrence';
import type { Priority, Task } from '../model/task';
import { dueWords, momentWords } from '../model/wording';
import { PRIORITY_LABELS } from '../pickers/priority-look';

/** How many tags a row shows before it only says how many more there are. */
const MOST_TAGS = 3;

/** What is known of a task beside its title, in one quiet line. */
export function TaskMeta({
  task,
  now,
  hideList,
}: {
  task: Task;
  now: Date;
  /** The view is one list, so that each row need not say so. */
  hideList: boolean;
}) {
  const due = dueOf(task);
  const list = hideList ? null : task.list;
  const { priority } = task;
  const hasMore = due || list || task.tags.length > 0 || task.description;
  if (!hasMore) return <PriorityWords priority={priority} />;
  return (
    <span className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-2xs text-ink-soft">
      <PriorityWords priority={priority} />
      {due ? <DueLabel task={task} now={now} /> : null}
      {list ? (
        <span className="flex min-w-0 items-center gap-1">
          <Folder size={12} aria-hidden className="shrink-0 text-ink-faint" />
          <span className="sr-only">List: </span>
          <span className="max-w-40 truncate">{list}</span>
        </span>
      ) : null}
      {task.tags.slice(0, MOST_TAGS).map((tag) => (
        <span key={tag} className="max-w-40 truncate">
          #{tag}
        </span>
      ))}
      {task.tags.length > MOST_TAGS ? <span>+{task.tags.length - MOST_TAGS}</span> : null}
      {task.description ? (
        <AlignLeft size={12} aria-label="Has notes" role="img" className="text-ink-faint" />
      ) : null}
    </span>
  );
}

/** Says what the colour of the circle does, for those who do not see it. */
function PriorityWords({ priority }: { priority: Priority }) {
  if (priority === 'none') return null;
  return (
    <span className="sr-only text-2xs forced-colors:not-sr-only">
      {PRIORITY_LABELS[priority]} priority
    </span>
  );
}

function DueLabel({ task, now }: { task: Task; now: Date }) {
  const due = dueOf(task);
  if (!due) return null;
  const late = isOverdue(task, now);
  const today = !task.completed && !late && dayOf(new Date(task.dueAt ?? '')) === dayOf(now);
  return (
    <span
      title={due.kind === 'moment' ? momentWords(due.at) : undefined}
      className={clsx(
        'flex items-center gap-1 whitespace-nowrap',
        late && 'text-danger-text',
        today && 'text-success',
      )}
    >
      <CalendarDays size={12} aria-hidden className="shrink-0" />
      <span className="sr-only">{late ? 'Overdue: ' : 'Due: '}</span>
      {dueWords(due, now)}
      {task.recurrence ? (
        <Repeat2
          size={13}
          role="img"
          aria-label={recurrenceWords(task.recurrence)}
          className="shrink-0"
        />
      ) : null}
    </span>
  );
}
