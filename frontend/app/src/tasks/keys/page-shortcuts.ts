import type { PickerKind } from '../board';
import { rowId } from '../list/row-id';
import type { View } from '../model/views';
import { placeOf } from '../view/view-url';
import { type Page, targets } from './page';
import type { Shortcuts } from './use-shortcuts';

/** What keys do on the page of tasks. */
export function pageShortcuts(page: Page): Shortcuts {
  const { board, place, chat, selection } = page;
  // The list is there, but cannot be seen or touched.
  if (chat.over) return { c: chat.toggle };
  const ids = () => targets(page).map(({ id }) => id);
  const quietly = (action: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    action();
  };
  const pick = (kind: PickerKind) =>
    quietly(() => {
      const [first] = targets(page);
      const anchor =
        first && (document.getElementById(rowId(first.id)) ?? document.getElementById('main'));
      if (anchor) board.pick(kind, ids(), anchor);
    });
  const go = (view: View) => quietly(() => place.go(placeOf({ view }, place.filter.sort)));
  const complete = () => {
    const tasks = targets(page);
    if (tasks.length === 0) return;
    const completed = !tasks.every((task) => task.completed);
    board.complete(ids(), completed);
    // It goes to the done ones, but the user goes on here.
    if (completed && page.selected.length === 0) page.move(1);
  };
  const extend = (step: number) =>
    quietly(() => {
      const hasBegun = page.selected.length > 0;
      if (!hasBegun && page.task) board.select(page.task.id, 'extend');
      const id = page.move(step, hasBegun);
      if (id !== null) board.select(id, 'extend');
    });
  const edit = () => {
    if (page.task) board.open(page.task.id);
  };
  const leave = () => {
    if (page.selected.length > 0) selection.clear();
    else if (place.open !== null) board.open(null);
  };
  return {
    j: quietly(() => page.move(1)),
    k: quietly(() => page.move(-1)),
    ArrowDown: quietly(() => page.move(1)),
    ArrowUp: quietly(() => page.move(-1)),
    'Shift+ArrowDown': extend(1),
    'Shift+ArrowUp': extend(-1),
    x: quietly(complete),
    e: quietly(edit),
    d: pick('due'),
    p: pick('priority'),
    t: pick('tags'),
    m: pick('list'),
    a: quietly(() => {
      const tasks = targets(page);
      if (tasks.length > 0) board.ask(tasks);
    }),
    s: quietly(() => {
      if (page.task) selection.toggle(page.task.id);
    }),
    Delete: quietly(() => board.remove(ids())),
    Backspace: quietly(() => board.remove(ids())),
    'Mod+a': quietly(selection.all),
    // Not prevented: the browser and layers above the page know Escape too.
    Escape: leave,
    n: quietly(page.focusNew),
    '/': quietly(page.focusSearch),
    c: quietly(chat.toggle),
    z: quietly(page.undo),
    '?': quietly(() => page.setLayer('help')),
    'Mod+k': quietly(() => page.setLayer('palette')),
    'g a': go('all'),
    'g t': go('today'),
    'g u': go('upcoming'),
    'g o': go('overdue'),
    'g d': go('done'),
  };
}
