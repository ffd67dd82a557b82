import { clsx } from 'clsx';
import { ArrowUp, CalendarDays, Check, Plus, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';

/** A drawing of the product made of its own parts: sharp at any size, right in either theme. */
export function ProductPreview({ className }: { className?: string }) {
  return (
    <div
      role="img"
      aria-label="TaskPilot: a list of the week's tasks, and beside it a chat in which the assistant has just moved one and added another."
      className={clsx('select-none', className)}
    >
      <div className="overflow-hidden rounded-xl border border-line bg-surface text-left shadow-3">
        <div className="grid sm:grid-cols-[1.1fr_1fr]">
          <PreviewList />
          <PreviewChat />
        </div>
      </div>
    </div>
  );
}

function PreviewList() {
  return (
    <div className="p-5 sm:p-6">
      <p className="text-lg font-semibold">This week</p>
      <p className="text-xs text-ink-faint">3 open, 1 done</p>
      <div className="mt-4 flex h-10 items-center gap-2.5 rounded-md border border-line bg-sunken px-3 text-sm text-ink-faint">
        <Plus size={16} aria-hidden />
        Add a task
      </div>
      <div className="mt-3 grid gap-0.5">
        <PreviewTask title="Send the lease to Amina" due="10:00" priority="high" />
        <PreviewTask title="Book the dentist" due="Friday, 14:00" fresh />
        <PreviewTask title="Buy oat milk" due="Today" fresh />
        <PreviewTask title="Water the plants" done />
      </div>
    </div>
  );
}

function PreviewTask({
  title,
  due,
  priority,
  done,
  fresh,
}: {
  title: string;
  due?: string;
  priority?: 'high';
  done?: boolean;
  fresh?: boolean;
}) {
  return (
    <div
      className={clsx(
        '-mx-2 flex items-start gap-3 rounded-sm px-2 py-2.5',
        fresh && 'bg-accent-soft',
      )}
    >
      <span
        className={clsx(
          'mt-0.5 grid size-[1.125rem] shrink-0 place-items-center rounded-full border-2',
          done && 'border-accent bg-accent text-accent-ink',
          !done && (priority ? 'border-danger' : 'border-line-strong'),
        )}
      >
        {done ? <Check size={11} strokeWidth={3.5} aria-hidden /> : null}
      </span>
      <span className="min-w-0 flex-1">
        <span className={clsx('block text-sm', done && 'text-ink-faint line-through')}>
          {title}
        </span>
        {due ? (
          <span className="mt-0.5 flex items-center gap-1.5 text-2xs text-ink-soft">
            <CalendarDays size={12} aria-hidden />
            {due}
          </span>
        ) : null}
      </span>
    </div>
  );
}

function PreviewChat() {
  return (
    <div className="flex flex-col border-t border-line bg-canvas p-5 sm:border-t-0 sm:border-l sm:p-6">
      <p className="flex items-center gap-2 text-sm font-semibold">
        <Sparkles size={16} aria-hidden className="text-accent-text" />
        Assistant
      </p>
      <p className="mt-5 max-w-[85%] self-end rounded-lg rounded-br-sm bg-accent px-3.5 py-2 text-sm text-accent-ink">
        Move the dentist to Friday at 2, and I need oat milk
      </p>
      <div className="mt-4 grid gap-2.5 text-sm">
        <PreviewStep>
          Moved <b className="font-semibold">Book the dentist</b> to Friday, 14:00
        </PreviewStep>
        <PreviewStep>
          Added <b className="font-semibold">Buy oat milk</b> for today
        </PreviewStep>
        <p className="mt-1 text-ink-soft">Both are done. Three tasks are left this week.</p>
      </div>
      <div className="mt-auto pt-6">
        <div className="flex h-11 items-center justify-between rounded-full border border-line-strong bg-surface pr-1.5 pl-4 text-sm text-ink-faint">
          Ask or tell
          <span className="grid size-8 place-items-center rounded-full bg-accent text-accent-ink">
            <ArrowUp size={16} aria-hidden />
          </span>
        </div>
      </div>
    </div>
  );
}

function PreviewStep({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2.5 rounded-md border border-line bg-surface px-3 py-2 shadow-1">
      <Check size={15} strokeWidth={2.5} aria-hidden className="mt-0.5 shrink-0 text-success" />
      <span>{children}</span>
    </p>
  );
}
