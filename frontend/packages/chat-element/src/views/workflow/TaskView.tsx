import type { JSX } from 'preact';
import type { Source } from '../../core/protocol/sources.js';
import type { Task } from '../../core/protocol/tasks.js';
import type { Strings } from '../../i18n/strings.js';
import { Icon } from '../../icons/Icon.js';
import { Markdown } from '../../markdown/Markdown.js';
import { SourceLine } from '../message/Sources.js';
import { useStrings } from '../shared/context.js';

interface TaskViewProps {
  readonly task: Task;
  readonly isRunning?: boolean;
}

/** One step: what it is, how it stands, and what came of it. */
export function TaskView({ task, isRunning = false }: TaskViewProps): JSX.Element {
  const strings = useStrings();
  const title = taskTitle(task, strings);
  return (
    <div class="ck-task" part="task">
      <span class="ck-task-mark">
        <StatusMark task={task} />
      </span>
      <div class="ck-task-body">
        {title && (
          <p class="ck-task-title" dir="auto">
            {title}
          </p>
        )}
        <TaskDetails task={task} isRunning={isRunning} />
      </div>
    </div>
  );
}

export function taskTitle(task: Task, strings: Strings): string {
  if (task.title) return task.title;
  if (task.type !== 'web_search') return '';
  const query = task.title_query ?? task.queries?.[0];
  return query ? `${strings.searchedFor} “${query}”` : strings.searching;
}

const KIND_ICONS = {
  custom: 'empty-circle',
  web_search: 'globe',
  thought: 'lightbulb',
  file: 'document',
  image: 'images',
};

function StatusMark({ task }: { task: Task }): JSX.Element {
  const strings = useStrings();
  switch (task.status_indicator) {
    case 'loading':
      return <Icon name="ui:spinner" size={14} label={strings.taskRunning} />;
    case 'complete':
      return <Icon name="ui:check" size={14} label={strings.taskDone} />;
    default: {
      const own = task.type === 'custom' ? task.icon : undefined;
      return <Icon name={own ?? KIND_ICONS[task.type] ?? 'empty-circle'} size={14} />;
    }
  }
}

function TaskDetails({ task, isRunning }: { task: Task; isRunning: boolean }): JSX.Element | null {
  switch (task.type) {
    case 'custom':
    case 'thought':
      return task.content ? (
        <Markdown text={task.content} isStreaming={isRunning} headingLevel={5} />
      ) : null;
    case 'web_search':
      return (
        <>
          <QueryList queries={task.queries ?? []} />
          <SourceList sources={task.sources ?? []} />
        </>
      );
    case 'file':
      return <SourceList sources={task.sources ?? []} />;
    default:
      return null;
  }
}

function QueryList({ queries }: { queries: readonly string[] }): JSX.Element | null {
  if (queries.length === 0) return null;
  return (
    <ul class="ck-chips">
      {queries.map((query) => (
        <li key={query} class="ck-chip">
          <Icon name="ui:search" size={12} />
          <bdi>{query}</bdi>
        </li>
      ))}
    </ul>
  );
}

function SourceList({ sources }: { sources: readonly Source[] }): JSX.Element | null {
  if (sources.length === 0) return null;
  return (
    <ul class="ck-task-sources">
      {sources.map((source, index) => (
        <li key={index}>
          <SourceLine source={source} />
        </li>
      ))}
    </ul>
  );
}
