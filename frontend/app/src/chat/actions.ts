/** Reads which task a click in a widget shall open; `null` for clicks that are none of the page's. */
export function taskToOpen(action: { type: string; payload?: unknown }): number | null {
  if (action.type !== 'task.open') return null;
  const { payload } = action;
  if (typeof payload !== 'object' || payload === null || !('id' in payload)) return null;
  return typeof payload.id === 'number' ? payload.id : null;
}

/** Reads which tasks an effect of the assistant's says were changed. */
export function changedTasks(effect: { name: string; data?: unknown }): number[] {
  if (effect.name !== 'tasks.changed') return [];
  const { data } = effect;
  if (typeof data !== 'object' || data === null || !('task_ids' in data)) return [];
  return Array.isArray(data.task_ids)
    ? data.task_ids.filter((id): id is number => typeof id === 'number')
    : [];
}
