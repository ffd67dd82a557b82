import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WidgetHost } from './host.js';
import type { WidgetStrings } from './strings.js';
import type { Scheme } from './style/colors.js';

/** What the components of one widget share. */
export interface WidgetRuntime {
  readonly host: WidgetHost;
  readonly itemId: string;
  readonly scheme: Scheme;
  readonly strings: WidgetStrings;
  /** Whether the item itself is still being streamed. */
  readonly isStreaming: boolean;
  /** Names of fields that have a `Label` of their own. */
  readonly labelled: ReadonlySet<string>;
  /** The id of the control with that name, for labels to point to. */
  readonly fieldId: (name: string) => string;
  /** Marks the whole widget busy until the promise settles. */
  readonly whileBusy: (work: Promise<void>) => Promise<void>;
  readonly showError: (message: string | null) => void;
}

export const RuntimeContext = createContext<WidgetRuntime | null>(null);

export function useRuntime(): WidgetRuntime {
  const runtime = useContext(RuntimeContext);
  if (!runtime) throw new Error('Widget components can only be drawn inside <Widget>.');
  return runtime;
}
