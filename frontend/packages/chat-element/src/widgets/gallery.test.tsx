import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPONENTS } from './components/registry.js';
import { createBench } from './testing.js';

const GALLERY = readFileSync(resolve('../../../crates/chatkit/docs/widgets.md'), 'utf8');
const ENTRIES = [...GALLERY.matchAll(/^## (.+)$[\s\S]*?```json\n([\s\S]*?)```/gm)].map(
  ([, name = '', json = '']) => ({ name, node: JSON.parse(json) as { type: string } }),
);

describe('the gallery of the server', () => {
  const bench = createBench();

  it('shows every component that the element knows', () => {
    expect(ENTRIES.map(({ name }) => name).sort()).toEqual(Object.keys(COMPONENTS).sort());
  });

  it.each(ENTRIES)('$name is drawn without complaint', async ({ node }) => {
    await bench.show({ type: 'Basic', children: [node] });
    expect(bench.onWarning).not.toHaveBeenCalled();
    expect(bench.root.querySelector('.ck-w-basic')?.childElementCount).toBe(1);
  });

  it.each(['Card', 'ListView', 'Basic'])('%s is drawn as a root', async (name) => {
    const entry = ENTRIES.find((candidate) => candidate.name === name);
    await bench.show(entry?.node ?? {});
    expect(bench.find('.ck-w-content').childElementCount).toBe(1);
  });
});
