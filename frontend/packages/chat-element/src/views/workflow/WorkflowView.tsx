import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { WorkflowItem } from '../../core/protocol/items.js';
import type { Task, Workflow } from '../../core/protocol/tasks.js';
import type { Strings } from '../../i18n/strings.js';
import { Icon } from '../../icons/Icon.js';
import { useStrings } from '../shared/context.js';
import { TaskView, taskTitle } from './TaskView.js';

interface WorkflowViewProps {
  readonly item: WorkflowItem;
  readonly isRunning: boolean;
}

/** The steps of an answer: one line that says what is going on, or was, and opens to all of them. */
export function WorkflowView({ item, isRunning }: WorkflowViewProps): JSX.Element | null {
  const { workflow } = item;
  const strings = useStrings();
  const id = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? workflow.expanded ?? false;
  const hasTasks = workflow.tasks.length > 0;
  const { icon, title } = headline(workflow, isRunning, strings);
  return (
    <div class="ck-workflow" part="workflow">
      <button
        type="button"
        class="ck-workflow-summary"
        aria-expanded={isOpen}
        aria-controls={id}
        disabled={!hasTasks}
        onClick={() => setChosen(!isOpen)}
      >
        {icon && <Icon name={icon} size={16} />}
        <span class={isRunning ? 'ck-shimmer' : ''} dir="auto">
          {title}
        </span>
        {hasTasks && <Icon name="ui:chevron-down" size={14} />}
      </button>
      <ol id={id} class="ck-tasks" hidden={!isOpen}>
        {workflow.tasks.map((task, index) => (
          <li key={index}>
            <TaskView task={task} isRunning={isRunning} />
          </li>
        ))}
      </ol>
    </div>
  );
}

interface Headline {
  readonly icon?: string | undefined;
  readonly title: string;
}

/** While it runs, the newest step; afterwards the summary. */
function headline(workflow: Workflow, isRunning: boolean, strings: Strings): Headline {
  const { summary, tasks, type } = workflow;
  const isReasoning = type === 'reasoning';
  if (summary?.title) return { icon: summary.icon, title: summary.title };
  if (isRunning) {
    const current: Task | undefined = tasks.at(-1);
    const title = current && taskTitle(current, strings);
    return { title: title || (isReasoning ? strings.thinking : strings.working) };
  }
  if (summary?.duration !== undefined) return { title: strings.thoughtFor(summary.duration) };
  return { title: isReasoning ? strings.thinking : strings.worked };
}
