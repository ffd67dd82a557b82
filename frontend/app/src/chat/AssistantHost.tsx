'use client';

import { type ReactNode, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { getConfig } from '@/lib/config';
import { useWorkspace } from '@/tasks/data/WorkspaceProvider';
import { later } from '@/ui/later';
import { AssistantMissing } from './AssistantMissing';
import { AssistantSkeleton } from './AssistantSkeleton';
import { AssistantBridge } from './assistant-bridge';
import { AssistantHostContext, type Guest, type AssistantHost as Host } from './assistant-host';
import { loadElement } from './load-element';
import { moveInto } from './move-into';

const Assistant = later(() => {
  // Both at once. If it is the element that fails, the assistant says so and asks again.
  loadElement(getConfig().chatElement).catch(() => {});
  return import('./Assistant').then((part) => part.Assistant);
});

/** What is drawn of the assistant, and where. */
interface Shown {
  readonly holder: HTMLElement;
  readonly firstThread: string | null;
  readonly closable: boolean;
}

/**
 * Keeps one assistant for all pages inside. It lives in an element of its own that goes into the
 * page's slot, and waits unseen while a page has none, so that an answer comes to its end there.
 */
export function AssistantHost({ children }: { children: ReactNode }) {
  const workspace = useWorkspace();
  const [bridge] = useState(() => new AssistantBridge());
  const parking = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLElement | null>(null);
  const guest = useRef<(() => Guest) | null>(null);
  const thread = useRef<string | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [isMissing, setIsMissing] = useState(false);

  const host = useMemo<Host>(
    () => ({
      bridge,
      enter(slot, next, named) {
        const isFirst = holder.current === null;
        holder.current ??= newHolder();
        const element = holder.current;
        moveInto(slot, element);
        guest.current = next;
        const closable = next().onClose !== undefined;
        setShown((before) => ({
          holder: element,
          firstThread: before ? before.firstThread : named,
          closable,
        }));
        if (!isFirst && named !== null && named !== thread.current) bridge.open(named);
        else if (!isFirst) next().onThread?.(thread.current);
        return () => {
          // The next page may have taken it already.
          if (guest.current !== next) return;
          guest.current = null;
          if (parking.current) moveInto(parking.current, element);
        };
      },
    }),
    [bridge],
  );

  return (
    <AssistantHostContext value={host}>
      {children}
      {/* It keeps its size there: what is not laid out forgets how far it was scrolled. */}
      <div ref={parking} inert className="invisible fixed inset-0 -z-10" />
      {shown && isMissing
        ? createPortal(<AssistantMissing onAgain={() => setIsMissing(false)} />, shown.holder)
        : null}
      {workspace && shown
        ? createPortal(
            <Assistant
              wanted={!isMissing}
              onMissing={() => setIsMissing(true)}
              fallback={<AssistantSkeleton />}
              workspace={workspace}
              bridge={bridge}
              {...(shown.firstThread === null ? {} : { thread: shown.firstThread })}
              onThread={(id) => {
                thread.current = id;
                guest.current?.().onThread?.(id);
              }}
              onOpenTask={(id) => guest.current?.().onOpenTask(id)}
              {...(shown.closable ? { onClose: () => guest.current?.().onClose?.() } : {})}
            />,
            shown.holder,
          )
        : null}
    </AssistantHostContext>
  );
}

function newHolder(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'size-full';
  return element;
}
