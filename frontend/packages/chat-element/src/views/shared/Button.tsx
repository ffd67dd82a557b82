import type { ComponentChildren, JSX, Ref } from 'preact';
import { Icon } from '../../icons/Icon.js';

type NativeProps = Omit<JSX.IntrinsicElements['button'], 'ref' | 'icon' | 'label' | 'size'>;

export interface IconButtonProps extends NativeProps {
  readonly icon: string;
  /** Names the button for those who do not see the icon, and shows as its tooltip. */
  readonly label: string;
  readonly iconSize?: number;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button that shows an icon only. */
export function IconButton({
  icon,
  label,
  iconSize = 18,
  buttonRef,
  class: extra,
  ...rest
}: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      ref={buttonRef ?? null}
      class={`ck-icon-button ${extra ?? ''}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={iconSize} />
    </button>
  );
}

export interface TextButtonProps extends NativeProps {
  readonly variant?: 'primary' | 'plain' | 'danger';
  readonly children: ComponentChildren;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function TextButton({
  variant = 'plain',
  children,
  buttonRef,
  ...rest
}: TextButtonProps): JSX.Element {
  return (
    <button
      type="button"
      ref={buttonRef ?? null}
      class={`ck-button ck-button-${variant}`}
      {...rest}
    >
      {children}
    </button>
  );
}
