type Moving = { moveBefore?: (node: Node, before: Node | null) => void };

/** Moves an element as it is, where the browser can: with its focus and how far it is scrolled. */
export function moveInto(place: HTMLElement, element: HTMLElement): void {
  const { moveBefore } = place as Moving;
  if (moveBefore && element.isConnected && place.isConnected) moveBefore.call(place, element, null);
  else place.append(element);
}
