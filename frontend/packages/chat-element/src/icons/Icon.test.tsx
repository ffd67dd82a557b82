import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Icon } from './Icon.js';

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
});

async function show(name: string, label?: string): Promise<SVGElement> {
  await act(() => render(<Icon name={name} label={label} />, root));
  const svg = root.querySelector('svg');
  if (!svg) throw new Error('no icon');
  return svg;
}

describe('icons', () => {
  it.each(['calendar', 'sparkle-double', 'sidebar-open-left-alt', 'ui:send'])(
    'knows %s',
    async (name) => {
      expect((await show(name)).querySelector('circle[r="3"][fill]')).toBeNull();
    },
  );

  it.each([
    '',
    'nonsense',
    'constructor',
    'vendor:acme',
    'ui:calendars',
    'lucide:nonsense',
    'lucide:',
  ])('draws a neutral dot for %j', async (name) => {
    await show(name);
    await vi.waitFor(() => expect(root.querySelector('circle[r="3"]')).not.toBeNull());
  });

  it('fetches a Lucide icon by its catalogue name', async () => {
    await show('lucide:arrow-down-0-1');
    await vi.waitFor(() => expect(root.querySelectorAll('svg > *').length).toBeGreaterThan(2));
  });

  it('is decoration unless it has a label', async () => {
    expect((await show('check')).getAttribute('aria-hidden')).toBe('true');
    expect((await show('check', 'Done')).getAttribute('aria-label')).toBe('Done');
  });
});
