import type { ReactNode } from 'react';
import { SECTIONS, type SectionId } from './sections';

export function Section({
  id,
  intro,
  children,
}: {
  id: SectionId;
  intro?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-20 rounded-lg border border-line bg-surface px-5 py-5 shadow-1 sm:px-6 sm:py-6"
    >
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        {SECTIONS[id]}
      </h2>
      {intro ? <p className="mt-1 max-w-xl text-sm text-ink-soft text-pretty">{intro}</p> : null}
      <div className="mt-5">{children}</div>
    </section>
  );
}
