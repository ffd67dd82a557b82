import type { ReactNode } from 'react';
import { ProductPreview } from '@/components/site/ProductPreview';
import { SiteHeader } from '@/components/site/SiteHeader';

/** The form on the left; beside it, where there is room, what it leads to. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,1fr)_minmax(0,1.15fr)]">
      <div className="flex flex-col">
        <SiteHeader />
        <main
          id="main"
          className="mx-auto flex w-full max-w-md flex-1 flex-col px-5 pt-10 pb-16 sm:pt-16 lg:justify-center lg:pt-8 lg:pb-28"
        >
          {children}
        </main>
      </div>
      <aside
        aria-label="A look at TaskPilot"
        className="hidden border-l border-line bg-sunken lg:grid lg:place-items-center lg:overflow-hidden lg:p-12"
      >
        {/* As high as it becomes: the browser may draw it before it has read all of it. */}
        <ProductPreview className="min-h-[26.75rem] w-full max-w-2xl" />
      </aside>
    </div>
  );
}
