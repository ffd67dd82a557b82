/** Names the element of a task's title, which takes the focus when keys move through the list. */
export function rowId(id: number): string {
  return `task-${id}`;
}
