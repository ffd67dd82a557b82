import { ListChecks, type LucideIcon, MessageSquareText, ServerCog } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { HOME } from '@/auth/redirect';
import { currentUser } from '@/auth/session';
import { ProductPreview } from '@/components/site/ProductPreview';
import { SiteHeader } from '@/components/site/SiteHeader';
import { Banner } from '@/ui/Banner';
import { buttonClass } from '@/ui/Button';

export const metadata: Metadata = { alternates: { canonical: '/' } };

export default async function Home({ searchParams }: PageProps<'/'>) {
  if (await currentUser()) redirect(HOME);
  const { notice } = await searchParams;
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader>
        <Link href="/sign-in" className={buttonClass('secondary')}>
          Sign in
        </Link>
      </SiteHeader>
      <main id="main" className="mx-auto w-full max-w-5xl flex-1 px-5 sm:px-8">
        {notice === 'account-deleted' ? (
          <Banner tone="success" className="mx-auto mt-4 max-w-xl">
            Your account and all that was in it are deleted.
          </Banner>
        ) : null}
        <Hero />
        <ProductPreview className="mx-auto max-w-4xl" />
        <section aria-label="What it does" className="grid gap-x-10 gap-y-10 py-20 sm:grid-cols-3">
          <Point icon={MessageSquareText} title="Say it as you think it">
            &ldquo;Groceries on Saturday, and push the report by two days.&rdquo; The assistant
            finds the tasks, changes them, and tells you what it did.
          </Point>
          <Point icon={ListChecks} title="Watch it happen">
            The list beside the chat is live. Each change appears at once, in every tab, and can be
            undone with one press.
          </Point>
          <Point icon={ServerCog} title="Keep it yourself">
            It runs on a server of your choice, with the language model of your choice, also one on
            your own machine. No trackers.
          </Point>
        </section>
      </main>
      <footer className="border-t border-line">
        <p className="mx-auto max-w-5xl px-5 py-6 text-sm text-ink-faint sm:px-8">
          TaskPilot is free software under the MIT or Apache-2.0 licence.
        </p>
      </footer>
    </div>
  );
}

function Hero() {
  return (
    <div className="mx-auto max-w-2xl pt-14 pb-12 text-center sm:pt-20 sm:pb-14">
      <h1 className="text-3xl font-semibold tracking-tight sm:text-4xl">
        A to-do list you can talk to
      </h1>
      <p className="mx-auto mt-4 max-w-xl text-lg text-ink-soft text-pretty">
        Your tasks on one side, an assistant on the other. Tell it what has to be done and it keeps
        the list in order while you watch.
      </p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        <Link href="/sign-up" className={buttonClass('primary', 'large')}>
          Create an account
        </Link>
        <Link href="/sign-in" className={buttonClass('secondary', 'large')}>
          Sign in
        </Link>
      </div>
    </div>
  );
}

function Point({
  icon: Icon,
  title,
  children,
}: {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}) {
  return (
    <div>
      <span className="grid size-10 place-items-center rounded-lg bg-accent-soft text-accent-text">
        <Icon size={20} aria-hidden />
      </span>
      <h2 className="mt-4 text-lg font-semibold">{title}</h2>
      <p className="mt-1.5 text-base text-ink-soft text-pretty">{children}</p>
    </div>
  );
}
