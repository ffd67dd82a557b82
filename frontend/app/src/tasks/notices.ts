import { withToast } from '@/ui/toast';
import type { Missed, Notices } from './data/task-commands';
import type { UndoStep } from './data/undo-history';
import { nameOf } from './data/words';
import { count } from './model/wording';

const LONG_MS = 12_000;

/** Shows what became of changes, each with what can be done about it. */
export function notices(undo: (step: UndoStep) => void): Notices {
  let latest: { step: UndoStep; id: string | number } | null = null;
  return {
    done(step, quiet) {
      if (quiet) return;
      // One at a time, so that a row of quick changes makes no pile. Not the same message with other
      // words: one that is on its way out would take them along.
      withToast((toast) => {
        if (latest) toast.dismiss(latest.id);
        const action = { label: 'Undo', onClick: () => undo(step) };
        latest = { step, id: toast(step.words, { duration: 7_000, action }) };
      });
    },
    undone(step) {
      withToast((toast) => {
        if (latest?.step === step) toast.dismiss(latest.id);
      });
    },
    failed(error, again, missed) {
      const title = missed ? missedWords(missed) : error.message;
      withToast((toast) =>
        toast.error(title, {
          duration: LONG_MS,
          ...(missed ? { description: error.message } : {}),
          ...(again ? { action: { label: 'Try again', onClick: again } } : {}),
        }),
      );
    },
    conflict(task, overwrite) {
      withToast((toast) =>
        toast.warning(`${nameOf([task])} was changed elsewhere meanwhile.`, {
          description: 'What was saved there is shown. Your change was not saved.',
          duration: LONG_MS,
          action: { label: 'Save mine', onClick: overwrite },
        }),
      );
    },
  };
}

function missedWords(missed: Missed): string {
  const all = count(missed.of, 'task');
  return missed.count === missed.of
    ? `None of ${all} was changed`
    : `${missed.count} of ${all} ${missed.count === 1 ? 'was' : 'were'} not changed`;
}
