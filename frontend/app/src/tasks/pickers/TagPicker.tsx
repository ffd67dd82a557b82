'use client';

import { Hash, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Task } from '../model/task';
import { Choice, ChoiceList } from './ChoiceList';

const LONGEST_TAG = 50;

/** Puts tags on tasks and takes them off; it stays open for more than one. */
export function TagPicker({
  tasks,
  tags,
  onToggle,
}: {
  tasks: readonly Task[];
  tags: readonly string[];
  onToggle: (tag: string, on: boolean) => void;
}) {
  const [query, setQuery] = useState('');
  const name = query.trim().replace(/^#/, '').slice(0, LONGEST_TAG);
  const shown = tags.filter((tag) => tag.toLowerCase().includes(name.toLowerCase()));
  const isNew = name !== '' && !tags.some((tag) => tag.toLowerCase() === name.toLowerCase());
  const hasAll = (tag: string) => tasks.every((task) => task.tags.includes(tag));
  return (
    <ChoiceList label="Tags" query={query} onQuery={setQuery} placeholder="Find or make a tag">
      {shown.map((tag) => (
        <Choice
          key={tag}
          value={`tag ${tag}`}
          icon={<Hash size={16} aria-hidden />}
          checked={hasAll(tag)}
          onChoose={() => onToggle(tag, !hasAll(tag))}
        >
          {tag}
        </Choice>
      ))}
      {isNew ? (
        <Choice
          value="new"
          icon={<Plus size={16} aria-hidden />}
          checked={false}
          onChoose={() => {
            onToggle(name, true);
            setQuery('');
          }}
        >
          New tag “{name}”
        </Choice>
      ) : null}
      {shown.length === 0 && !isNew ? (
        <p className="px-2.5 py-3 text-sm text-ink-faint">Type a name to make the first tag.</p>
      ) : null}
    </ChoiceList>
  );
}
