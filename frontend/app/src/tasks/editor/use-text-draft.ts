'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useWorkspace } from '../data/WorkspaceProvider';
import type { Task } from '../model/task';

/** How long after the last key a text is saved. */
const PAUSE_MS = 1_500;

/**
 * A text of a task while it is edited. It is saved after a pause, on leaving the field, and when the
 * editor goes; until then nobody else's change replaces it.
 */
export function useTextDraft(task: Task, field: 'title' | 'description') {
  const workspace = useWorkspace();
  const saved = task[field] ?? '';
  const [draft, setDraft] = useState<string | null>(null);
  const latest = useRef<{ draft: string | null; base: Task }>({ draft: null, base: task });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const save = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const { draft: typed, base } = latest.current;
    if (typed === null) return;
    latest.current.draft = null;
    setDraft(null);
    const text = typed.trim();
    if (field === 'title' && text === '') return;
    const value = field === 'description' ? (text === '' ? null : typed) : text;
    workspace?.commands.change([base.id], { [field]: value }, base);
  }, [workspace, field]);

  const change = (text: string) => {
    // What the user saw when they began, to notice what others change meanwhile.
    if (latest.current.draft === null) {
      latest.current.base = workspace?.store.confirmed(task.id) ?? task;
    }
    latest.current.draft = text;
    setDraft(text);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(save, PAUSE_MS);
  };

  useEffect(() => {
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  return { text: draft ?? saved, change, save };
}
