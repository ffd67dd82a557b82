const KEY = 'taskpilot-notifications';

/** How notifications of this browser stand. */
export type Consent =
  | 'on'
  | 'off'
  /** The browser was told not to show any. */
  | 'blocked'
  /** The browser has none for pages. */
  | 'missing';

export function readConsent(): Consent {
  if (typeof Notification === 'undefined') return 'missing';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && isWanted() ? 'on' : 'off';
}

/** Asks the person through the browser, unless they have answered before. */
export async function turnOn(): Promise<Consent> {
  await Notification.requestPermission();
  keep('on');
  return readConsent();
}

export function turnOff(): Consent {
  keep('off');
  return readConsent();
}

function isWanted(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}

function keep(value: 'on' | 'off'): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // A browser that keeps nothing forgets this as well.
  }
}
