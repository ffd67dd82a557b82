/** Where the browser keeps the choice. */
export const THEME_KEY = 'taskpilot-theme';

/**
 * Runs in <head>, before the first paint, so that no one sees the other scheme flash by. Written
 * out as text because it has to run before any module is loaded.
 */
export const THEME_SCRIPT = `(function(){var c;try{c=localStorage.getItem('${THEME_KEY}')}catch(e){}
var d=c==='dark'||(c!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.theme=d?'dark':'light'})()`;
