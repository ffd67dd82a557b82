import { AxeBuilder } from '@axe-core/playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { openScreen, SCREENS, type Screen } from './screens.js';

const harness = setUpHarness();

let leave: Screen['leave'];
afterEach(async () => {
  await leave?.(harness);
  leave = undefined;
});

/** A phone is looked at in light alone: what differs there is where things stand, not their colours. */
const LOOKS = [
  ['light', 'desk', { colorScheme: 'light' }],
  ['dark', 'desk', { colorScheme: 'dark' }],
  ['phone', 'phone', { colorScheme: 'light', viewport: { width: 375, height: 740 } }],
] as const;

describe.each(LOOKS)('%s', (_, place, look) => {
  const shown = SCREENS.filter(({ only }) => !only || only === place);

  it.each(shown)('$name has nothing that axe finds', async (screen) => {
    leave = screen.leave;
    // Without motion nothing is looked at while it is half there.
    const page = await openScreen(screen, harness, { ...look, reducedMotion: 'reduce' });
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`),
    ).toEqual([]);
    expect(passes.length).toBeGreaterThan(5);
  });
});
