import { useContext, useRef, useState } from 'preact/hooks';
import type { WidgetAction } from '../host.js';
import { useRuntime, type WidgetRuntime } from '../runtime.js';
import { FormContext } from './context.js';
import { type Fields, mergeFields, readFields } from './fields.js';

export type Loading = 'self' | 'container' | 'none';

export interface ActionRunner {
  /** Whether the component itself should look busy. */
  readonly isLoading: boolean;
  /** Does nothing without an action, and while an earlier run of the same action is unanswered. */
  readonly run: (own?: Fields) => Promise<void>;
}

/** Runs an action; `auto` is the loading behaviour that this component has by default. */
export function useAction(action: WidgetAction | undefined, auto: Loading): ActionRunner {
  const runtime = useRuntime();
  const form = useContext(FormContext);
  const [isLoading, setLoading] = useState(false);
  const isRunning = useRef(false);

  const run = async (own: Fields = []) => {
    if (!action) return;
    const loading = loadingOf(action, auto);
    // Without a loading state the component invites another press, and each one counts.
    if (isRunning.current && loading !== 'none') return;
    isRunning.current = true;
    const fields = [...own, ...formFields(form?.current ?? null, own)];
    const work = dispatch(runtime, action, fields);
    if (loading === 'self') setLoading(true);
    await (loading === 'container' ? runtime.whileBusy(work) : work);
    isRunning.current = false;
    setLoading(false);
  };
  return { isLoading, run };
}

function loadingOf(action: WidgetAction, auto: Loading): Loading {
  const wanted = action.loadingBehavior;
  return wanted === 'self' || wanted === 'container' || wanted === 'none' ? wanted : auto;
}

/** A control's own new value counts, not the one its form still shows. */
function formFields(form: HTMLFormElement | null, own: Fields): Fields {
  if (!form) return [];
  const names = new Set(own.map(([name]) => name));
  return readFields(form).filter(([name]) => !names.has(name));
}

async function dispatch(
  runtime: WidgetRuntime,
  action: WidgetAction,
  fields: Fields,
): Promise<void> {
  const warn = (message: string) => runtime.host.onWarning?.(message);
  const payload = mergeFields(action.payload, fields, warn);
  const { payload: _, ...rest } = action;
  runtime.showError(null);
  try {
    await runtime.host.dispatch(
      payload === undefined || payload === null ? rest : { ...rest, payload },
      { itemId: runtime.itemId },
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    runtime.showError(message || runtime.strings.failed);
  }
}
