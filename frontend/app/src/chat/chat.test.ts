import { describe, expect, it, vi } from 'vitest';
import { taskFromDraft } from '@/tasks/model/changes';
import { changedTasks, taskToOpen } from './actions';
import { AssistantBridge, type Composer } from './assistant-bridge';
import { attachmentOptions } from './attachments';
import { entityOf, searchEntities, taskIdOf } from './task-entities';

const NOW = new Date('2026-11-26T12:00:00Z');
const task = (id: number, title: string) => taskFromDraft({ title }, id, NOW);

describe('what the chat asks of the page', () => {
  it('opens the task of a widget, and nothing else', () => {
    expect(taskToOpen({ type: 'task.open', payload: { id: 7 } })).toBe(7);
    expect(taskToOpen({ type: 'task.open', payload: { id: '7' } })).toBeNull();
    expect(taskToOpen({ type: 'task.open' })).toBeNull();
    expect(taskToOpen({ type: 'task.delete', payload: { id: 7 } })).toBeNull();
  });

  it('highlights what an effect names', () => {
    expect(changedTasks({ name: 'tasks.changed', data: { task_ids: [1, 'x', 2] } })).toEqual([
      1, 2,
    ]);
    expect(changedTasks({ name: 'tasks.changed' })).toEqual([]);
    expect(changedTasks({ name: 'other', data: { task_ids: [1] } })).toEqual([]);
  });
});

describe('tasks in the composer', () => {
  it('are named as the server knows them, and found again by that', () => {
    expect(taskIdOf(entityOf(task(12, 'milk')).id)).toBe(12);
    expect(taskIdOf('person:12')).toBeNull();
    expect(taskIdOf('task:1.5')).toBeNull();
  });

  it('are cut when they are long, but not in the middle of a letter', () => {
    const { title } = entityOf(task(1, '🦊'.repeat(100)));
    expect([...title]).toHaveLength(60);
    expect(title.endsWith('🦊…')).toBe(true);
  });

  it('cannot be those that have no number yet', () => {
    const found = searchEntities([task(-1, 'milk'), task(2, 'milk and honey')], 'milk');
    expect(found.map(({ id }) => id)).toEqual(['task:2']);
  });

  it('wait for the chat to be there', async () => {
    const bridge = new AssistantBridge();
    bridge.ask([task(3, 'milk')]);
    const composer: Composer = {
      setComposerValue: vi.fn(async () => {}),
      focusComposer: vi.fn(async () => {}),
      setThreadId: vi.fn(async () => {}),
    };
    bridge.connect(composer);
    expect(composer.setComposerValue).toHaveBeenCalledExactlyOnceWith({
      content: [
        expect.objectContaining({ type: 'input_tag', id: 'task:3', text: 'milk' }),
        { type: 'input_text', text: ' ' },
      ],
    });
    await vi.waitFor(() => expect(composer.focusComposer).toHaveBeenCalled());
  });
});

describe('attachments', () => {
  it('are offered as the server takes them, once it has said so', () => {
    expect(attachmentOptions(undefined)).toEqual({ enabled: false });
    const about = {
      name: 'TaskPilot',
      version: '1',
      model: { name: '', demo: true },
      attachments: { max_bytes: 5, types: ['image/png', 'text/x-own'] },
    };
    expect(attachmentOptions(about)).toMatchObject({
      enabled: true,
      maxSize: 5,
      accept: { 'image/png': ['.png'], 'text/x-own': [] },
    });
  });
});
