'use client';

import { Flag } from 'lucide-react';
import { useState } from 'react';
import { PRIORITIES, type Priority, type Task } from '../model/task';
import { Choice, ChoiceList } from './ChoiceList';

export const PRIORITY_LABELS: Record<Priority, string> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  none: 'No priority',
};

export const PRIORITY_COLOURS: Record<Priority, string> = {
  high: 'text-danger-text!',
  medium: 'text-warning!',
  low: 'text-accent-text!',
  none: '',
};

export function PriorityPicker({
  tasks,
  onChoose,
}: {
  tasks: readonly Task[];
  onChoose: (priority: Priority) => void;
}) {
  const [query, setQuery] = useState('');
  const shown = PRIORITIES.filter((priority) =>
    PRIORITY_LABELS[priority].toLowerCase().includes(query.trim().toLowerCase()),
  );
  return (
    <ChoiceList label="Priority" query={query} onQuery={setQuery} placeholder="Priority">
      {shown.map((priority) => (
        <Choice
          key={priority}
          value={priority}
          icon={<Flag size={16} aria-hidden className={PRIORITY_COLOURS[priority]} />}
          checked={tasks.every((task) => task.priority === priority)}
          onChoose={() => onChoose(priority)}
        >
          {PRIORITY_LABELS[priority]}
        </Choice>
      ))}
    </ChoiceList>
  );
}
