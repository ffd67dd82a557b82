'use client';

import { Folder, FolderPlus, Inbox } from 'lucide-react';
import { useState } from 'react';
import type { Task } from '../model/task';
import { Choice, ChoiceList } from './ChoiceList';

const LONGEST_NAME = 100;

export function ListPicker({
  tasks,
  lists,
  onChoose,
}: {
  tasks: readonly Task[];
  lists: readonly string[];
  onChoose: (list: string | null) => void;
}) {
  const [query, setQuery] = useState('');
  const name = query.trim().slice(0, LONGEST_NAME);
  const shown = lists.filter((list) => list.toLowerCase().includes(name.toLowerCase()));
  const isNew = name !== '' && !lists.some((list) => list.toLowerCase() === name.toLowerCase());
  return (
    <ChoiceList label="List" query={query} onQuery={setQuery} placeholder="Move to…">
      {name === '' ? (
        <Choice
          value="none"
          icon={<Inbox size={16} aria-hidden />}
          checked={tasks.every((task) => task.list === null)}
          onChoose={() => onChoose(null)}
        >
          No list
        </Choice>
      ) : null}
      {shown.map((list) => (
        <Choice
          key={list}
          value={`list ${list}`}
          icon={<Folder size={16} aria-hidden />}
          checked={tasks.every((task) => task.list === list)}
          onChoose={() => onChoose(list)}
        >
          {list}
        </Choice>
      ))}
      {isNew ? (
        <Choice
          value="new"
          icon={<FolderPlus size={16} aria-hidden />}
          checked={false}
          onChoose={() => onChoose(name)}
        >
          New list “{name}”
        </Choice>
      ) : null}
    </ChoiceList>
  );
}
