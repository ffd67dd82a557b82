'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Attempt } from '@/auth/attempt';

export type Values<Name extends string> = Readonly<Record<Name, string>>;
export type Errors<Name extends string> = Partial<Record<Name, string>>;

type Options<Name extends string> = {
  /** The inputs' names, in the order they stand. */
  names: readonly Name[];
  /** What can be seen to be wrong without asking the server. */
  check?: (values: Values<Name>) => Errors<Name>;
  send: (values: Values<Name>) => Promise<Attempt<unknown>>;
  /** Returns "leaving" if the page is being left, so that the button goes on showing work. */
  onDone: (values: Values<Name>, form: HTMLFormElement) => 'leaving' | undefined;
};

/**
 * A form of the accounts. What was typed stays in the inputs, which React does not control; the
 * first wrong one gets the focus.
 */
export function useAccountForm<Name extends string>({ names, check, send, onDone }: Options<Name>) {
  const [errors, setErrors] = useState<Errors<Name>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // Sent before React is there, a form comes back empty: until then it cannot be sent.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  // The state is late by one render, and a double click is faster than that.
  const sending = useRef(false);

  const refuse = (form: HTMLFormElement, found: Errors<Name>) => {
    setErrors(found);
    const first = names.find((name) => found[name]);
    const input = first && form.elements.namedItem(first);
    if (input instanceof HTMLElement) input.focus();
  };

  const submit = async (form: HTMLFormElement) => {
    const values = read(form, names);
    setFailure(null);
    const found = check?.(values) ?? {};
    if (Object.keys(found).length > 0) return refuse(form, found);
    setErrors({});
    setBusy(true);
    const result = await send(values);
    if (result.ok) {
      if (onDone(values, form) !== 'leaving') setBusy(false);
      return;
    }
    setBusy(false);
    const field = names.find((name) => name === result.field);
    if (field) refuse(form, { [field]: result.message } as Errors<Name>);
    else setFailure(result.message);
  };

  return {
    errors,
    failure,
    /** For the button that sends the form. */
    button: { type: 'submit' as const, busy, disabled: !ready },
    form: {
      noValidate: true,
      // Sent before the page's script runs, it must not put a password into the address.
      method: 'post' as const,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (sending.current) return;
        sending.current = true;
        void submit(event.currentTarget).finally(() => {
          sending.current = false;
        });
      },
      onInput: (event: FormEvent<HTMLFormElement>) => {
        const { name } = event.target as HTMLInputElement;
        if (name in errors) setErrors(({ [name as Name]: _, ...others }) => others as Errors<Name>);
      },
    },
  };
}

function read<Name extends string>(form: HTMLFormElement, names: readonly Name[]): Values<Name> {
  const data = new FormData(form);
  const entries = names.map((name) => [name, String(data.get(name) ?? '')]);
  return Object.fromEntries(entries) as Values<Name>;
}
