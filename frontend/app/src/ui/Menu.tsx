'use client';

import { type ComponentType, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { IconButton } from './Button';
import { landmarkOf } from './landmark';
import { sayMissing } from './later';
import type { MenuAlign, MenuPanel } from './MenuPanel';

interface Parts<P> {
  readonly Panel: typeof MenuPanel;
  readonly Items: ComponentType<P>;
}

/** A button with a menu, whose code comes when the pointer or the focus is near: most are never opened. */
export function Menu<P extends object>({
  button,
  icon,
  size,
  className,
  tabIndex,
  label,
  align = 'end',
  load,
  items,
  onClosed,
}: {
  /** What the button does, for those who cannot see its icon. */
  button: string;
  icon: ReactNode;
  /** How big the button is, as a class. */
  size?: string;
  className?: string;
  tabIndex?: number;
  /** Names the menu. */
  label: string;
  align?: MenuAlign;
  load: () => Promise<ComponentType<P>>;
  /** The properties of what `load` brings. */
  items: P;
  /** Puts the focus where it belongs; without, it goes back to the button. */
  onClosed?: () => void;
}) {
  const ref = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [parts, setParts] = useState<Parts<P> | null>(null);
  const fetchParts = async (): Promise<Parts<P>> => {
    const [{ MenuPanel: Panel }, Items] = await Promise.all([import('./MenuPanel'), load()]);
    return { Panel, Items };
  };
  const prepare = () => {
    if (!parts) fetchParts().catch(() => {});
  };
  const show = () => {
    setOpen(true);
    if (parts) return;
    fetchParts().then(setParts, () => {
      setOpen(false);
      sayMissing('The menu');
    });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || open) return;
    event.preventDefault();
    event.stopPropagation();
    show();
  };
  return (
    <span className="relative">
      <IconButton
        ref={ref}
        label={button}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={tabIndex}
        {...(size ? { size } : {})}
        className={className}
        onPointerEnter={prepare}
        onFocus={prepare}
        onKeyDown={keys}
        onClick={() => (open ? setOpen(false) : show())}
      >
        {icon}
      </IconButton>
      {parts ? (
        <parts.Panel
          open={open}
          onOpenChange={setOpen}
          button={ref}
          container={landmarkOf(ref.current)}
          label={label}
          align={align}
          onClosed={onClosed}
        >
          <parts.Items {...items} />
        </parts.Panel>
      ) : null}
    </span>
  );
}
