import { describe, expect, it } from 'vitest';
import { taskFromDraft } from './changes';
import type { Task, TaskDraft } from './task';
import { countTasks, type Filter, show } from './views';

/** A Thursday, in the middle of the day. */
const NOW = new Date(2026, 10, 26, 12, 0, 0);
const at = (hour: number) => new Date(2026, 10, 26, hour).toISOString();
const task = (id: number, draft: TaskDraft, more: Partial<Task> = {}): Task => ({
  ...taskFromDraft(draft, id, NOW),
  version: 1,
  ...more,
});
const day = (text: string) => ({ kind: 'day', day: text }) as const;

const TASKS = [
  task(1, { title: 'late', due: day('2026-11-24') }),
  task(2, { title: 'this morning', due: { kind: 'moment', at: at(9) } }),
  task(3, { title: 'today', due: day('2026-11-26'), list: 'Home' }),
  task(4, { title: 'tomorrow', due: day('2026-11-27'), tags: ['red'] }),
  task(5, { title: 'next month', due: day('2026-12-24'), priority: 'high' }),
  task(6, { title: 'someday', list: 'Home', tags: ['red', 'blue'] }),
  task(7, { title: 'done', due: day('2026-11-26') }, { completed: true, completedAt: at(8) }),
];

function shown(filter: Partial<Filter>, now: Partial<Parameters<typeof show>[3]> = {}): string[] {
  const whole: Filter = { view: 'all', list: null, tag: null, query: '', sort: 'due', ...filter };
  const { rows } = show(TASKS, new Map(), whole, { at: NOW, lingering: new Set(), ...now });
  return rows.map((row) => (row.kind === 'task' ? row.task.title : `[${row.label}]`));
}

describe('views', () => {
  it('group all tasks by when they are due, done ones last', () => {
    expect(shown({})).toEqual([
      '[Overdue]',
      'late',
      '[Today]',
      'today',
      'this morning',
      '[Later]',
      'tomorrow',
      'next month',
      '[No date]',
      'someday',
      '[Done]',
      'done',
    ]);
  });

  it('show today with what is left from before', () => {
    expect(shown({ view: 'today' })).toEqual([
      '[Overdue]',
      'late',
      '[Today]',
      'today',
      'this morning',
    ]);
  });

  it('show what comes, by day and then by month', () => {
    expect(shown({ view: 'upcoming' })).toEqual([
      expect.stringContaining('Tomorrow'),
      'tomorrow',
      '[December 2026]',
      'next month',
    ]);
  });

  it('count a time of today that has passed as late', () => {
    expect(shown({ view: 'overdue' })).toEqual(['late', 'this morning']);
  });

  it('narrow by list, tag and words', () => {
    expect(shown({ list: 'Home', sort: 'title' })).toEqual(['[Open]', 'someday', 'today']);
    expect(shown({ tag: 'red', sort: 'title' })).toEqual(['[Open]', 'someday', 'tomorrow']);
    expect(shown({ query: 'HOME some', sort: 'title' })).toEqual(['[Open]', 'someday']);
    expect(shown({ query: '#4', sort: 'title' })).toEqual(['[Open]', 'tomorrow']);
  });

  it('sort by priority', () => {
    expect(shown({ view: 'upcoming', sort: 'priority' })).toEqual(['next month', 'tomorrow']);
  });

  it('keep a task that was just completed, and the one that is open', () => {
    expect(shown({ view: 'today' }, { lingering: new Set([7]) })).toContain('done');
    expect(shown({ view: 'overdue' }, { held: 6 })).toContain('someday');
  });

  it('are counted without what is done', () => {
    const counts = countTasks(TASKS, NOW);
    expect(counts.views).toEqual({ today: 3, upcoming: 2, overdue: 2, all: 6, done: 1 });
    expect(counts.lists).toEqual([{ name: 'Home', open: 2 }]);
    expect(counts.tags).toEqual([
      { name: 'blue', open: 1 },
      { name: 'red', open: 2 },
    ]);
  });
});
