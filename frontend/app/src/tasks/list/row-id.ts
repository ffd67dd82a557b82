/** Names the element of a task's title, which takes the focus when keys move through the list. */
export function rowId(id: number): string {
  return `task-${id}`;
}

/** Returns the task whose title an element is, or null. */
export function taskOf(element: Element | null): number | null {
  const [, id] = /^task-(-?\d+)$/.exec(element?.id ?? '') ?? [];
  return id === undefined ? null : Number(id);
}
