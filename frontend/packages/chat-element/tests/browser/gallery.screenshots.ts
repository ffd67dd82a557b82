import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import { fillWithSamples } from '../../playground/server/samples.js';
import { setOptions, setUpHarness } from './harness.js';
import { FULL, STATES } from './states.js';

const harness = setUpHarness();
const folder = fileURLToPath(new URL('../../../../../docs/screenshots/element/', import.meta.url));

const LOOKS = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 375, height: 740 }, colorScheme: 'light' },
} as const;

it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('%s', async (look) => {
  const { viewport, colorScheme } = LOOKS[look];
  for (const [name, reach] of Object.entries(STATES)) {
    harness.site.store.threads.clear();
    fillWithSamples(harness.site.store, { threads: 8, messages: 2 });
    const page = await harness.open('/', { viewport, reducedMotion: 'reduce' });
    await setOptions(page, { ...FULL, theme: { colorScheme } });
    await reach(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${folder}${name}-${look}.png` });
    await page.close();
  }
});

it('rtl', async () => {
  const page = await harness.open('/', { viewport: LOOKS.phone.viewport });
  await setOptions(page, { ...FULL, locale: 'ur' });
  await page.screenshot({ path: `${folder}start-rtl.png` });
  await page.getByRole('textbox', { name: 'پیغام' }).fill('think');
  await page.keyboard.press('Enter');
  await page.getByText('Here is a plan').last().waitFor();
  await page.screenshot({ path: `${folder}steps-rtl.png` });
});
