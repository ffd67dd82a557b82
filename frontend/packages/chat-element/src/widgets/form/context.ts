import { createContext, type RefObject } from 'preact';

/** The form element around a component, if there is one. */
export const FormContext = createContext<RefObject<HTMLFormElement | null> | null>(null);

/** Shows the messages of all invalid fields and puts the focus on the first of them. */
export function validate(form: HTMLFormElement): boolean {
  if (form.checkValidity()) return true;
  const invalid = [...form.elements].find(
    (element) => 'validity' in element && !(element as HTMLInputElement).validity.valid,
  );
  (invalid as HTMLElement | undefined)?.focus();
  return false;
}
