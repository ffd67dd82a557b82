import { withToast } from '@/ui/toast';
import { nameOf } from '../data/words';
import type { Workspace } from '../data/workspace';
import { rowId } from '../list/row-id';

/** How long a new row may take until it is drawn. */
const DRAWN_MS = 200;

/** Says that a task was added, and leads there, if it is not where the person looks. */
export function tellIfUnseen(
  id: number,
  { store }: Workspace,
  scroller: HTMLElement | null,
  show: (id: number) => void,
): void {
  setTimeout(() => {
    // The server may have given it another number by now, or have refused it.
    const task = store.task(store.idOf(id));
    if (!task || isInSight(document.getElementById(rowId(task.id)), scroller)) return;
    withToast((toast) =>
      toast(`Added ${nameOf([task])}`, {
        action: { label: 'Show', onClick: () => show(store.idOf(id)) },
      }),
    );
  }, DRAWN_MS);
}

function isInSight(row: HTMLElement | null, scroller: HTMLElement | null): boolean {
  if (!row || !scroller) return false;
  const [inner, outer] = [row.getBoundingClientRect(), scroller.getBoundingClientRect()];
  return inner.top >= outer.top && inner.bottom <= outer.bottom;
}
