import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../icons/Icon.js';
import { Popover } from '../../widgets/Popover.js';

export interface MenuProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly placement: 'top-start' | 'top-end' | 'bottom-start' | 'bottom-end';
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A menu in a popover. Arrow keys move, Home and End jump, Tab and Escape leave. */
export function Menu({ anchor, label, placement, onClose, children }: MenuProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const items = itemsOf(list.current);
    const current = items.find((item) => item.getAttribute('aria-checked') === 'true');
    (current ?? items[0])?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') {
      anchor.current?.focus();
      onClose();
      return;
    }
    const target = nextItem(itemsOf(list.current), event);
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
  return (
    <Popover anchor={anchor} placement={placement} onClose={onClose} class="ck-menu">
      <div ref={list} role="menu" aria-label={label} onKeyDown={onKeyDown}>
        {children}
      </div>
    </Popover>
  );
}

export interface MenuItemProps {
  readonly icon?: string | undefined;
  readonly label: string;
  readonly description?: string | undefined;
  /** Given for one of several choices. */
  readonly isChecked?: boolean;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean | undefined;
  readonly onSelect: () => void;
}

export function MenuItem(props: MenuItemProps): JSX.Element {
  const { icon, label, description, isChecked, isDanger, isDisabled = false, onSelect } = props;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role with a check is the one that has the property.
    <button
      type="button"
      role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChecked}
      aria-disabled={isDisabled || undefined}
      tabIndex={-1}
      class={`ck-menu-item ${isDanger ? 'ck-menu-item-danger' : ''}`}
      onClick={() => {
        if (!isDisabled) onSelect();
      }}
    >
      {icon && <Icon name={icon} size={18} />}
      <span class="ck-menu-text">
        <span>{label}</span>
        {description && <span class="ck-menu-description">{description}</span>}
      </span>
      {isChecked && <Icon name="ui:check" size={16} />}
    </button>
  );
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

function nextItem(items: HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const current = items.indexOf(event.target as HTMLElement);
  switch (event.key) {
    case 'ArrowDown':
      return items[(current + 1) % items.length];
    case 'ArrowUp':
      return items.at(current - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}
