import { CodeLine } from '@/ui/CodeLine';

/** How a new password comes about on a server without mail. */
export function OperatorReset() {
  return (
    <ol className="grid gap-6 text-base">
      <Step number={1} title="Ask the operator">
        Tell whoever runs this TaskPilot your e-mail address.
      </Step>
      <Step number={2} title="They make a link">
        In TaskPilot&rsquo;s folder, on the server:
        <CodeLine code="npm run reset-password --prefix frontend/app -- you@example.com" />
      </Step>
      <Step number={3} title="You open it">
        The link they hand you works once, for one hour, and lets you choose a new password.
      </Step>
    </ol>
  );
}

function Step({
  number,
  title,
  children,
}: {
  number: number;
  title: string;
  children: React.ReactNode;
}) {
  return (
    <li className="flex gap-4">
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent-text"
      >
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="text-base font-semibold">{title}</h2>
        <div className="mt-1 text-sm text-ink-soft">{children}</div>
      </div>
    </li>
  );
}
