import {
  autoUpdate,
  computePosition,
  flip,
  offset,
  type Placement,
  shift,
  size,
} from '@floating-ui/dom';
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface PopoverProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly placement: Placement;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly class?: string;
  /** Makes the popover at least as wide as its anchor. */
  readonly matchesAnchor?: boolean;
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
}

/** A box next to its anchor, above everything else, that closes on Escape and on a press outside. */
export function Popover(props: PopoverProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  usePlacement(box, props);
  useDismissal(box, props.anchor, props.onClose);
  return (
    <div
      ref={box}
      class={`ck-popover ${props.class ?? ''}`}
      popover="manual"
      onPointerEnter={props.onPointerEnter}
      onPointerLeave={props.onPointerLeave}
    >
      {props.children}
    </div>
  );
}

const GAP = 4;
const EDGE = 8;

function usePlacement(box: RefObject<HTMLDivElement | null>, props: PopoverProps): void {
  const { anchor, placement, matchesAnchor } = props;
  useLayoutEffect(() => {
    const popover = box.current;
    const reference = anchor.current;
    if (!popover || !reference) return;
    // The top layer escapes every clipping ancestor; without it the box is merely fixed.
    popover.showPopover?.();
    const place = async () => {
      const { x, y } = await computePosition(reference, popover, {
        strategy: 'fixed',
        placement: mirrored(placement, reference),
        middleware: [
          offset(GAP),
          flip({ padding: EDGE }),
          shift({ padding: EDGE }),
          size({
            padding: EDGE,
            apply({ availableHeight, rects }) {
              popover.style.maxHeight = `${Math.max(120, availableHeight)}px`;
              if (matchesAnchor) popover.style.minWidth = `${rects.reference.width}px`;
            },
          }),
        ],
      });
      popover.style.left = `${x}px`;
      popover.style.top = `${y}px`;
    };
    return autoUpdate(reference, popover, () => void place());
  }, [box, anchor, placement, matchesAnchor]);
}

/** `start` and `end` follow the writing direction; `left` and `right` are swapped to follow it too. */
function mirrored(placement: Placement, reference: HTMLElement): Placement {
  if (getComputedStyle(reference).direction !== 'rtl') return placement;
  if (placement.startsWith('left')) return placement.replace('left', 'right') as Placement;
  if (placement.startsWith('right')) return placement.replace('right', 'left') as Placement;
  return placement;
}

function useDismissal(
  box: RefObject<HTMLDivElement | null>,
  anchor: RefObject<HTMLElement | null>,
  onClose: () => void,
): void {
  const close = useRef(onClose);
  close.current = onClose;
  // Not after the next frame: a key pressed right after the box appeared is meant for it too.
  useLayoutEffect(() => {
    const isInside = (event: Event) => {
      const path = event.composedPath();
      return [box.current, anchor.current].some((element) => element && path.includes(element));
    };
    const onPress = (event: Event) => {
      if (!isInside(event)) close.current();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // Escape closes one thing at a time: the popover, not the panel that holds it.
      event.stopPropagation();
      const hadFocus = isInside(event);
      close.current();
      if (hadFocus) anchor.current?.focus();
    };
    // The document hears nothing of a focus that moves within one shadow root.
    const root = anchor.current?.getRootNode() ?? document;
    document.addEventListener('pointerdown', onPress, true);
    root.addEventListener('focusin', onPress, true);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      root.removeEventListener('focusin', onPress, true);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [box, anchor]);
}
