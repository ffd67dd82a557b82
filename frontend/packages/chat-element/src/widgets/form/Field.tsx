import type { ComponentChildren, JSX, TargetedEvent } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useRuntime } from '../runtime.js';

type Control = HTMLInputElement | HTMLTextAreaElement;

export interface FieldErrors {
  readonly message: string | null;
  readonly messageId: string;
  /** Properties for the control, which report its validity to assistive technology and to us. */
  readonly control: {
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string | undefined;
    readonly onInvalid: (event: TargetedEvent<Control>) => void;
    readonly onInput: (event: TargetedEvent<Control>) => void;
  };
}

/** Turns the browser's own validation into a message next to the control. */
export function useFieldErrors(): FieldErrors {
  const messageId = useId();
  const [message, setMessage] = useState<string | null>(null);
  return {
    message,
    messageId,
    control: {
      'aria-invalid': message !== null,
      'aria-describedby': message === null ? undefined : messageId,
      onInvalid: (event) => {
        event.preventDefault();
        setMessage(event.currentTarget.validationMessage);
      },
      onInput: (event) => {
        // Complaining begins when a form is sent, and ends as soon as the value is right.
        if (message === null) return;
        const { validity, validationMessage } = event.currentTarget;
        setMessage(validity.valid ? null : validationMessage);
      },
    },
  };
}

export function Field(props: {
  errors: FieldErrors;
  class?: string;
  children: ComponentChildren;
}): JSX.Element {
  const { message, messageId } = props.errors;
  return (
    <div class={`ck-w-field ${props.class ?? ''}`}>
      {props.children}
      {message === null ? null : (
        <span id={messageId} class="ck-w-field-error">
          {message}
        </span>
      )}
    </div>
  );
}

export interface FieldIdentity {
  readonly id: string;
  readonly 'aria-label'?: string;
}

/** The id that a `Label` points to and, where there is none, a name from what the field has. */
export function useFieldIdentity(name: string, placeholder: string | undefined): FieldIdentity {
  const { fieldId, labelled } = useRuntime();
  const id = fieldId(name);
  if (labelled.has(name)) return { id };
  return { id, 'aria-label': placeholder || (name.split('.').at(-1) ?? name) };
}

/** The id of the `Label` of the field with that id. */
export function labelIdOf(fieldId: string): string {
  return `${fieldId}-label`;
}
