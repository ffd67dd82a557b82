/** Marks a form that the page's script has not taken over yet. */
export const EARLY_FORM = { 'data-early': '' } as const;

/**
 * Runs in <head>. A form that is sent before the page's script is there would load the page again
 * and lose what was typed: instead its text waits for `takeEarly`.
 */
export const EARLY_SCRIPT = `addEventListener('submit',function(e){
var f=e.target;if(!f.hasAttribute('data-early'))return;
e.preventDefault();e.stopPropagation();
var i=f.querySelector('input'),t=window.taskpilotEarly=window.taskpilotEarly||[];
if(i.value.trim()){t.push(i.value);i.value=''}},true)`;

type WithEarly = { taskpilotEarly?: string[] };

/** Tells the script in <head> that the form is looked after from now on. */
export function takeOver(form: HTMLFormElement | null): void {
  form?.removeAttribute('data-early');
}

/** Returns what was sent too early, and forgets it. */
export function takeEarly(): readonly string[] {
  const global = window as WithEarly;
  const texts = global.taskpilotEarly ?? [];
  delete global.taskpilotEarly;
  return texts;
}
