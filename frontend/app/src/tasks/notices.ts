import { toast } from '@/ui/Toaster';
import type { Notices } from './data/task-commands';
import type { UndoStep } from './data/undo-history';
import { nameOf } from './data/words';

const LONG_MS = 12_000;

/** Shows what became of changes, each with what can be done about it. */
export function notices(undo: (step: UndoStep) => void): Notices {
  let latest: ReturnType<typeof toast> | null = null;
  return {
    done(step, quiet) {
      if (quiet) return;
      // One at a time, so that a row of quick changes makes no pile. Not the same message with other
      // words: one that is on its way out would take them along.
      if (latest !== null) toast.dismiss(latest);
      latest = toast(step.words, {
        duration: 7_000,
        action: { label: 'Undo', onClick: () => undo(step) },
      });
    },
    failed(error, again) {
      toast.error(error.message, {
        duration: LONG_MS,
        ...(again ? { action: { label: 'Try again', onClick: again } } : {}),
      });
    },
    conflict(task, overwrite) {
      toast.warning(`${nameOf([task])} was changed elsewhere meanwhile.`, {
        description: 'What was saved there is shown. Your change was not saved.',
        duration: LONG_MS,
        action: { label: 'Save mine', onClick: overwrite },
      });
    },
  };
}
