import { useState } from 'preact/hooks';

/**
 * The value of a control that a person sets by choosing. It outlives updates of the widget, except
 * when the server sends another default: then the server has answered, and its value holds.
 */
export function useChoice<Value>(initial: Value): [Value, (value: Value) => void] {
  const [state, setState] = useState({ initial, value: initial });
  const isCurrent = Object.is(state.initial, initial);
  if (!isCurrent) setState({ initial, value: initial });
  return [isCurrent ? state.value : initial, (value) => setState({ initial, value })];
}
