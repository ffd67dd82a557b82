import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { FormContext, validate } from '../form/context.js';
import { useAction } from '../form/use-action.js';
import type { WidgetAction } from '../host.js';
import { action, oneOf } from '../node.js';
import { useRuntime } from '../runtime.js';
import { boxStyle, type Style } from '../style/box.js';
import { Children } from './Children.js';
import type { NodeProps } from './types.js';

export function Form({ node }: NodeProps): JSX.Element {
  const { scheme } = useRuntime();
  const direction = oneOf(node, 'direction', ['row', 'col']) ?? 'col';
  return (
    <ActionForm
      action={action(node, 'onSubmitAction')}
      class={`ck-w-${direction}`}
      style={boxStyle(node, scheme)}
    >
      <Children node={node} />
    </ActionForm>
  );
}

export interface ActionFormProps {
  readonly action: WidgetAction | undefined;
  readonly class?: string;
  readonly style?: Style;
  readonly children: ComponentChildren;
}

/** A form that runs an action with its fields when they are valid. */
export function ActionForm(props: ActionFormProps): JSX.Element {
  const form = useRef<HTMLFormElement>(null);
  return (
    <FormContext.Provider value={form}>
      <Submission {...props} form={form} />
    </FormContext.Provider>
  );
}

type SubmissionProps = ActionFormProps & { readonly form: { current: HTMLFormElement | null } };

/** Inside the provider, so that the action finds this form and not the one around it. */
function Submission({ action, form, class: name, style, children }: SubmissionProps): JSX.Element {
  const { run } = useAction(action, 'container');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // A form inside a form: its submission is not ours.
    event.stopPropagation();
    if (form.current && validate(form.current)) void run();
  };
  return (
    <form ref={form} class={name} style={style} noValidate={true} onSubmit={submit}>
      {children}
    </form>
  );
}
