import { describe, expect, it } from 'vitest';
import { acceptAttribute, fileProblem } from './file-rules.js';
import { unknownOptions } from './known-options.js';
import { resolveOptions } from './resolve-options.js';

describe('options', () => {
  it('names those that do not exist by their path', () => {
    const options = {
      api: { url: '/', domainKey: 'x', headers: {} },
      composer: { tool: [], tools: [{ id: 'free', anything: 1 }] },
      theme: 'dark',
      colour: 'red',
    };
    expect(unknownOptions(options)).toEqual(['api.headers', 'composer.tool', 'colour']);
  });

  it('does not take what every object has for an option', () => {
    expect(unknownOptions({ toString: 1, header: { constructor: 1 } })).toEqual([
      'toString',
      'header.constructor',
    ]);
  });

  it('fills in the defaults', () => {
    const options = resolveOptions({ api: { url: '/chatkit' } });
    expect(options).toMatchObject({
      theme: { colorScheme: 'light' },
      header: { enabled: true, title: { enabled: true } },
      history: { enabled: true },
      threadItemActions: { feedback: false, retry: false },
      composer: { attachments: null },
      thread: { autoScroll: false },
    });
  });

  it('has attachments only when they are switched on', () => {
    const on = resolveOptions({ api: {}, composer: { attachments: { enabled: true } } });
    expect(on.composer.attachments).toEqual({
      maxSize: 104_857_600,
      maxCount: 10,
      accept: null,
    });
    const off = resolveOptions({ api: {}, composer: { attachments: { enabled: false } } });
    expect(off.composer.attachments).toBeNull();
  });
});

describe('files', () => {
  const rules = {
    maxCount: 2,
    maxSize: { 'image/*': 100, 'image/png': 200, '*': 50 },
    accept: { 'image/*': [], 'text/plain': ['.txt', '.md'] },
  };
  const file = (name: string, type: string, size = 10) => ({ name, type, size });

  it('are checked by number, type and size', () => {
    expect(fileProblem(file('a.png', 'image/png', 150), 0, rules)).toBeNull();
    expect(fileProblem(file('a.gif', 'image/gif', 150), 0, rules)).toEqual({
      type: 'too_large',
      limit: 100,
    });
    expect(fileProblem(file('notes.MD', ''), 0, rules)).toBeNull();
    expect(fileProblem(file('notes.md', '', 60), 0, rules)).toMatchObject({ limit: 50 });
    expect(fileProblem(file('a.exe', 'application/x'), 0, rules)?.type).toBe('not_accepted');
    expect(fileProblem(file('a.png', 'image/png'), 2, rules)?.type).toBe('too_many');
  });

  it('are offered to the file picker', () => {
    expect(acceptAttribute(rules.accept)).toBe('image/*,text/plain,.txt,.md');
    expect(acceptAttribute(null)).toBe('');
  });
});
