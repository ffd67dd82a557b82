import { withToast } from '@/ui/toast';
import type { Task } from '../model/task';
import { readConsent } from './consent';

const LONG_MS = 30_000;

/** Says that a task is due: in the page, and by the browser if the page is out of sight and that is wanted. */
export function remind(task: Task, open: (id: number) => void): void {
  withToast((toast) =>
    toast(`Due now: ${task.title}`, {
      id: `due-${task.id}`,
      duration: LONG_MS,
      action: { label: 'Open', onClick: () => open(task.id) },
    }),
  );
  if (document.visibilityState === 'visible' || readConsent() !== 'on') return;
  try {
    // Of several tabs the browser shows one.
    const notification = new Notification(task.title, { body: 'Due now', tag: `due-${task.id}` });
    notification.onclick = () => {
      window.focus();
      notification.close();
      open(task.id);
    };
  } catch {
    // Phones show notifications of installed workers only; the message in the page waits.
  }
}
