/**
 * Runs in <head>. The dialogs' library puts in a style sheet of its own while one is open, and takes
 * the nonce the policy asks for from this name, which bundlers know.
 */
export const NONCE_SCRIPT =
  'window.__webpack_nonce__=document.currentScript&&document.currentScript.nonce';
