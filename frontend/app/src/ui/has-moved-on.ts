/** Whether something has the focus that is not in a panel: what was chosen or clicked has put it there while the panel closed. */
export function hasMovedOn(panel: EventTarget | null): boolean {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) return false;
  return !(panel instanceof Node && panel.contains(activeElement));
}
