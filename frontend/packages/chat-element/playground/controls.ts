/** A choice among several, or something that is on or off. */
export type Control =
  | { readonly name: string; readonly choices: readonly string[] }
  | { readonly name: string; readonly isOn: boolean };

/** Draws the controls; the address of the page may preset them. */
export function drawControls(
  panel: HTMLElement,
  controls: readonly Control[],
  preset: URLSearchParams,
  onChange: () => void,
): void {
  const heading = document.createElement('h2');
  heading.textContent = 'Options';
  const events = document.createElement('h2');
  events.textContent = 'Events';
  panel.append(
    heading,
    ...controls.map((control) => row(control, preset.get(control.name))),
    events,
  );
  panel.append(document.createElement('output'));
  panel.addEventListener('change', onChange);
}

export function readControls(panel: HTMLElement): Record<string, string> {
  const fields = panel.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select');
  return Object.fromEntries(
    [...fields].map((field) => {
      const isBox = field instanceof HTMLInputElement;
      return [field.name, isBox ? (field.checked ? 'on' : 'off') : field.value];
    }),
  );
}

function row(control: Control, preset: string | null): HTMLLabelElement {
  const label = document.createElement('label');
  if ('choices' in control) {
    const select = document.createElement('select');
    select.name = control.name;
    select.append(...control.choices.map((choice) => new Option(choice || 'default', choice)));
    select.value = preset ?? control.choices[0] ?? '';
    label.append(control.name, select);
    return label;
  }
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = control.name;
  box.checked = preset === null ? control.isOn : preset === 'on';
  label.append(box, control.name);
  return label;
}
