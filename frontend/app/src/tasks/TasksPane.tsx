'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AssistantBridge } from '@/chat/assistant-bridge';
import { later, sayMissing } from '@/ui/later';
import { BoardContext, type OpenPicker } from './board';
import { ConnectionBanner } from './ConnectionBanner';
import { useHighlights, useWorkspace } from './data/WorkspaceProvider';
import { fetchAhead } from './fetch-ahead';
import { pageShortcuts } from './keys/page-shortcuts';
import { useShortcuts } from './keys/use-shortcuts';
import { LoadFailure } from './LoadFailure';
import { ListSkeleton } from './list/ListSkeleton';
import { TaskList } from './list/TaskList';
import { useActive } from './list/use-active';
import { useSelection } from './list/use-selection';
import { dayOf } from './model/calendar';
import type { Task, TaskDraft } from './model/task';
import type { Filter } from './model/views';
import { ViewNav, ViewTabs } from './nav/ViewNav';
import type { PaletteCommand } from './palette/CommandPalette';
import { pageCommands } from './palette/page-commands';
import { QuickAdd } from './quick-add/QuickAdd';
import { useStableBoard } from './use-board';
import type { ChatState } from './use-chat-place';
import { EmptyView } from './view/EmptyView';
import { headerNote } from './view/header-note';
import { tellIfUnseen } from './view/tell-if-unseen';
import { useNow } from './view/use-now';
import type { Navigation } from './view/use-place';
import { useShown } from './view/use-shown';
import { ViewHeader } from './view/ViewHeader';

// What lies above the page is fetched when it is first opened, or when the browser has nothing else to do.
const BulkBar = later(() => import('./list/BulkBar').then((part) => part.BulkBar));
const PickerHost = later(() => import('./pickers/PickerHost').then((part) => part.PickerHost));
const CommandPalette = later(() =>
  import('./palette/CommandPalette').then((part) => part.CommandPalette),
);
const ShortcutsDialog = later(() =>
  import('./keys/ShortcutsDialog').then((part) => part.ShortcutsDialog),
);

const NO_COMMANDS: readonly PaletteCommand[] = [];

type Layer = 'palette' | 'help' | null;

/** What the first touch is likely to need. */
const SOON = [
  () => import('./editor/TaskEditor'),
  () => import('@/ui/MenuPanel'),
  () => import('./list/TaskMenuItems'),
  () => import('./list/BulkBar'),
];
/** What opens at once, and also without a connection, for somebody who has begun to do something. */
const LATER = [
  () => import('./pickers/PickerHost'),
  () => import('./quick-add/parse'),
  () => import('./palette/CommandPalette'),
  () => import('./keys/ShortcutsDialog'),
];

/** The navigation and the list. */
export function TasksPane({
  place,
  chat,
  bridge,
}: {
  place: Navigation;
  chat: ChatState;
  bridge: AssistantBridge;
}) {
  const workspace = useWorkspace();
  const router = useRouter();
  const now = useNow();
  const { filter } = place;
  const [made, setMade] = useState<number | null>(null);
  const open = made === null ? place.open : (workspace?.store.idOf(made) ?? made);
  const { shown, counts, tasks, loading } = useShown(filter, open, now);
  const selection = useSelection(shown.ids);
  const { active, activate, focus, focusRequest, keepFocus, move } = useActive(shown.ids);
  const highlighted = useHighlights();
  const [picker, setPicker] = useState<OpenPicker | null>(null);
  const [layer, setLayer] = useState<Layer>(null);
  const quickAdd = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const openTask = (id: number | null) => {
    setMade(null);
    // A task without a number has no address yet.
    if (id !== null && id < 0) setMade(id);
    else place.openTask(id);
    if (id === null && open !== null) focus(open);
  };
  const board = useStableBoard(workspace, {
    open: openTask,
    pick: (kind, ids, anchor) => setPicker({ kind, ids, anchor }),
    select: (id, how) => (how === 'extend' ? selection.extend(id) : selection.toggle(id)),
    activate,
    ask: (asked) => {
      chat.show();
      bridge.ask(asked);
    },
  });
  const goToTask = (id: number) =>
    place.go({ filter: revealing(tasks.get(id), filter, shown.ids), open: id });
  const latestGo = useRef(goToTask);
  latestGo.current = goToTask;
  const add = (draft: TaskDraft, onUnsaved?: () => void) => {
    if (!workspace) return;
    const id = workspace.commands.create(inView(draft, filter, now), onUnsaved);
    tellIfUnseen(id, workspace, scroller.current, (known) => latestGo.current(known));
  };
  const selected = useMemo(
    () => [...selection.selected].flatMap((id) => tasks.get(id) ?? []),
    [selection.selected, tasks],
  );
  const page = {
    board,
    place,
    chat,
    selection,
    selected,
    task: active === null ? undefined : tasks.get(active),
    move,
    focusNew: () => quickAdd.current?.focus(),
    focusSearch: () => search.current?.focus(),
    setLayer,
    visit: (path: string) => router.push(path),
    undo: () => void workspace?.commands.undo(),
  };
  useShortcuts(pageShortcuts(page));
  useEffect(() => fetchAhead(SOON, LATER), []);
  useScrollToTop(scroller, filter);

  const isLoading = loading.kind === 'first';
  const missLayer = (what: string) => () => {
    setLayer(null);
    sayMissing(what);
  };
  const picked = picker?.ids.flatMap((id) => workspace?.store.task(id) ?? []) ?? [];
  return (
    <BoardContext value={board}>
      <ViewNav place={place} counts={counts} loading={loading} />
      <div className="relative min-w-0 flex-1">
        <div
          ref={scroller}
          className="h-full overflow-y-auto overscroll-contain [scrollbar-gutter:stable]"
        >
          <div className="mx-auto max-w-3xl px-4 pt-4 pb-28 sm:px-6">
            <TaskList
              shown={shown}
              now={now}
              active={active}
              focusRequest={focusRequest}
              keepFocus={keepFocus}
              open={open}
              selected={selection.selected}
              highlighted={highlighted}
              hideList={filter.list !== null}
              scroller={scroller}
              before={
                <>
                  <ConnectionBanner />
                  <ViewTabs place={place} counts={counts} loading={loading} />
                  <ViewHeader
                    place={place}
                    search={search}
                    note={headerNote(loading, shown.ids.length, filter)}
                    chatOpen={chat.open}
                    onChat={chat.toggle}
                  />
                  <QuickAdd
                    input={quickAdd}
                    lists={counts.lists.map(({ name }) => name)}
                    now={now}
                    onAdd={add}
                    onLeave={() => {
                      quickAdd.current?.blur();
                      move(0);
                    }}
                  />
                  {isLoading ? <ListSkeleton /> : null}
                  {loading.kind === 'failed' ? <LoadFailure message={loading.message} /> : null}
                  {!isLoading && loading.kind !== 'failed' && shown.ids.length === 0 ? (
                    <EmptyView
                      place={place}
                      hasTasks={tasks.size > 0}
                      onNew={() => quickAdd.current?.focus()}
                      onChat={() => {
                        chat.show();
                        bridge.focus();
                      }}
                    />
                  ) : null}
                </>
              }
            />
          </div>
        </div>
        <BulkBar
          wanted={selected.length > 0}
          onMissing={() => sayMissing('What can be done with several tasks')}
          tasks={selected}
          total={shown.ids.length}
          onAll={selection.all}
          onClear={selection.clear}
        />
      </div>
      <PickerHost
        wanted={picker !== null}
        onMissing={() => {
          setPicker(null);
          sayMissing('The choices');
        }}
        picker={picker}
        tasks={picked}
        counts={counts}
        now={now}
        onChange={(each) => workspace?.commands.changeEach(each)}
        onClose={() => setPicker(null)}
      />
      <CommandPalette
        wanted={layer === 'palette'}
        onMissing={missLayer('The palette')}
        open={layer === 'palette'}
        onOpenChange={(isOpen) => setLayer(isOpen ? 'palette' : null)}
        // What they are depends on what is seen, and while the first HTML is made nothing is.
        commands={layer === 'palette' ? pageCommands(page) : NO_COMMANDS}
        tasks={tasks}
        onTask={goToTask}
        onAdd={(title) => add({ title })}
      />
      <ShortcutsDialog
        wanted={layer === 'help'}
        onMissing={missLayer('The list of shortcuts')}
        open={layer === 'help'}
        onOpenChange={(isOpen) => setLayer(isOpen ? 'help' : null)}
      />
    </BoardContext>
  );
}

/** Puts a new task where the user looks, unless they said otherwise. */
function inView(draft: TaskDraft, { view, list, tag }: Filter, now: Date): TaskDraft {
  const tags = draft.tags ?? [];
  return {
    ...draft,
    list: draft.list ?? list,
    tags: tag === null || tags.includes(tag) ? tags : [...tags, tag],
    due: draft.due ?? (view === 'today' ? { kind: 'day', day: dayOf(now) } : null),
  };
}

/** Returns a filter that shows a task: the present one if it does. */
function revealing(task: Task | undefined, filter: Filter, shown: readonly number[]): Filter {
  if (!task || shown.includes(task.id)) return filter;
  return { ...filter, view: 'all', list: null, tag: null, query: '' };
}

function useScrollToTop(scroller: React.RefObject<HTMLDivElement | null>, filter: Filter): void {
  const { view, list, tag } = filter;
  const key = JSON.stringify([view, list, tag]);
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    scroller.current?.scrollTo({ top: 0 });
  }, [key, scroller]);
}
