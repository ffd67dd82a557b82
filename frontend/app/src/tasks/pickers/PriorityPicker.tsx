'use client';

import { Flag } from 'lucide-react';
import { useState } from 'react';
import { PRIORITIES, type Priority, type Task } from '../model/task';
import { Choice, ChoiceList } from './ChoiceList';
import { PRIORITY_COLOURS, PRIORITY_LABELS } from './priority-look';

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
