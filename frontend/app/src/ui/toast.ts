import type { toast } from 'sonner';

export type Toast = typeof toast;

let announce: (shower: Toast) => void = () => {};
const shower = new Promise<Toast>((resolve) => {
  announce = resolve;
});

/** Shows a short message, once that part of the page is there: it is loaded after everything else. */
export function withToast(show: (toast: Toast) => void): void {
  void shower.then(show);
}

/** Tells that messages can be shown. */
export function toastsAreThere(toast: Toast): void {
  announce(toast);
}
