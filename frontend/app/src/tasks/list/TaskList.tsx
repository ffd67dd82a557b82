'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { later, sayMissing } from '@/ui/later';
import { useBoard } from '../board';
import type { Task } from '../model/task';
import type { Row, Shown } from '../model/views';
import { rowId } from './row-id';
import { TaskRow } from './TaskRow';

const HEIGHTS = { heading: 44, task: 44, meta: 62, open: 220 };

const TaskEditor = later(() => import('../editor/TaskEditor').then((part) => part.TaskEditor));

export interface TaskListProps {
  shown: Shown;
  now: Date;
  active: number | null;
  /** Counts up whenever the active task shall take the focus. */
  focusRequest: number;
  /** To be called after each drawing. */
  keepFocus: () => void;
  open: number | null;
  selected: ReadonlySet<number>;
  highlighted: ReadonlySet<number>;
  hideList: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  /** Scrolls along above the rows. */
  before: ReactNode;
}

/** The rows of a view; only those in sight are in the page. */
export function TaskList(props: TaskListProps) {
  const { shown, active, focusRequest, open, scroller, before } = props;
  const { rows } = shown;
  const list = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const margin = useOffset(list, above);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => heightOf(rows[at], open),
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: 4,
    // Rows are placed by their guessed heights until the next frame; nobody sees the difference.
    useFlushSync: false,
    scrollMargin: margin,
    scrollPaddingStart: 16,
    scrollPaddingEnd: 88,
  });

  // After scrolling as well: a row that goes out of sight is taken out of the page.
  useEffect(() => props.keepFocus());

  /** Only as far as a row is drawn; it then scrolls itself, by the height that it has. */
  const scrollTo = (at: number) => {
    const isDrawn = virtual.getVirtualItems().some(({ index }) => index === at);
    if (!isDrawn) virtual.scrollToIndex(at);
  };

  // Scrolls to the task first, because only what is in sight can take the focus.
  const asked = useRef(focusRequest);
  useEffect(() => {
    if (asked.current === focusRequest || active === null) return;
    const at = rows.findIndex((row) => row.kind === 'task' && row.task.id === active);
    if (at < 0) return;
    scrollTo(at);
    const row = document.getElementById(rowId(active));
    // Not drawn yet, or still open: the next drawing has it.
    if (!row) return;
    asked.current = focusRequest;
    row.scrollIntoView({ block: 'nearest' });
    // Whoever types somewhere else by now is left alone.
    if (!isTypingOutside(list.current)) row.focus({ preventScroll: true });
  });

  const opened = useRef<number | null>(null);
  useEffect(() => {
    if (open === opened.current) return;
    const at = rows.findIndex((row) => row.kind === 'task' && row.task.id === open);
    if (open !== null && at < 0) return;
    opened.current = open;
    if (open !== null) scrollTo(at);
  });

  return (
    <>
      <div ref={above}>{before}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed one by one, which <ul> forbids none but gains nothing */}
      <div
        ref={list}
        role="list"
        aria-label="Tasks"
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="listitem"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
            >
              <RowView {...props} row={row} />
            </div>
          );
        })}
      </div>
    </>
  );
}

function RowView({ row, ...props }: TaskListProps & { row: Row }) {
  if (row.kind === 'heading') {
    return (
      <h2
        className={clsx(
          'flex items-baseline gap-2 px-3 pt-5 pb-1.5 text-xs font-semibold',
          row.tone === 'late' ? 'text-danger-text' : 'text-ink-soft',
        )}
      >
        {row.label}
        <span className="font-normal text-ink-faint tabular-nums">{row.count}</span>
      </h2>
    );
  }
  const { task } = row;
  if (task.id === props.open) return <OpenTask task={task} now={props.now} />;
  return (
    <TaskRow
      task={task}
      now={props.now}
      active={task.id === props.active}
      selected={props.selected.has(task.id)}
      selecting={props.selected.size > 0}
      highlighted={props.highlighted.has(task.id)}
      hideList={props.hideList}
    />
  );
}

/** How far down the rows begin. What lies above them comes, goes and grows: a banner, the skeleton, what was recognised. */
function useOffset(list: RefObject<HTMLElement | null>, above: RefObject<HTMLElement | null>) {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setOffset(list.current?.offsetTop ?? 0);
    measure();
    if (!above.current) return;
    const observer = new ResizeObserver(measure);
    observer.observe(above.current);
    return () => observer.disconnect();
  }, [list, above]);
  return offset;
}

function OpenTask(props: { task: Task; now: Date }) {
  const board = useBoard();
  return (
    <TaskEditor
      {...props}
      wanted
      onMissing={() => {
        board.open(null);
        sayMissing('The details');
      }}
      fallback={<div style={{ height: HEIGHTS.open }} />}
    />
  );
}

function isTypingOutside(list: HTMLElement | null): boolean {
  const element = document.activeElement;
  const isField = element?.matches('input, textarea, select, openai-chatkit') === true;
  return isField && !list?.contains(element);
}

function heightOf(row: Row | undefined, open: number | null): number {
  if (row?.kind !== 'task') return HEIGHTS.heading;
  if (row.task.id === open) return HEIGHTS.open;
  const { dueAt, list, tags, description } = row.task;
  return dueAt || list || tags.length > 0 || description ? HEIGHTS.meta : HEIGHTS.task;
}
