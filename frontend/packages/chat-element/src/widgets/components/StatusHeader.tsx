import type { JSX } from 'preact';
import { Icon } from '../../icons/Icon.js';
import { isImageAllowed } from '../../markdown/links.js';
import { flag, isRecord, text } from '../node.js';

export interface Disclosure {
  readonly bodyId: string;
  readonly isOpen: boolean;
  /** The words of the header when the widget has no status. */
  readonly fallback: string;
  readonly onToggle: () => void;
}

/** The line above a widget that says what it is about; it unfolds a widget that is collapsed. */
export function StatusHeader(props: {
  status: unknown;
  disclosure?: Disclosure | undefined;
}): JSX.Element | null {
  const { disclosure } = props;
  const status = isRecord(props.status) ? props.status : {};
  const words = text(status, 'text') ?? disclosure?.fallback;
  if (!words) return null;
  const content = (
    <>
      <StatusMark status={status} />
      <span class="ck-w-status-text" dir="auto">
        {words}
      </span>
    </>
  );
  if (!disclosure) return <div class="ck-w-status">{content}</div>;
  return (
    <button
      type="button"
      class="ck-w-status ck-w-status-toggle"
      aria-expanded={disclosure.isOpen}
      aria-controls={disclosure.bodyId}
      onClick={disclosure.onToggle}
    >
      {content}
      <Icon name={disclosure.isOpen ? 'ui:chevron-up' : 'ui:chevron-down'} size={16} />
    </button>
  );
}

function StatusMark({ status }: { status: Readonly<Record<string, unknown>> }): JSX.Element | null {
  const favicon = text(status, 'favicon');
  const icon = text(status, 'icon');
  if (favicon && isImageAllowed(favicon, undefined)) {
    const name = flag(status, 'frame') ? 'ck-w-favicon ck-w-frame' : 'ck-w-favicon';
    return (
      <img class={name} src={favicon} alt="" width={16} height={16} referrerpolicy="no-referrer" />
    );
  }
  return icon ? <Icon name={icon} size={16} /> : null;
}
