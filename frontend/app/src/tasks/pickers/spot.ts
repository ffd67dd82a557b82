/** Between the picker and what asked for it. */
const GAP = 6;
/** Between the picker and the edge of the screen. */
export const MARGIN = 8;

export interface Size {
  readonly width: number;
  readonly height: number;
}

type Anchor = Pick<DOMRect, 'left' | 'top' | 'bottom'>;

/**
 * Returns the upper left corner of a picker: below what asked for it, or above, or over it where
 * neither has room, so that all of the picker is on the screen.
 */
export function spot(anchor: Anchor, panel: Size, screen: Size): { x: number; y: number } {
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - panel.height;
  const most = screen.height - panel.height - MARGIN;
  const y = below > most && above >= MARGIN ? above : below;
  return {
    x: within(anchor.left, screen.width - panel.width - MARGIN),
    y: within(y, most),
  };
}

function within(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most));
}
