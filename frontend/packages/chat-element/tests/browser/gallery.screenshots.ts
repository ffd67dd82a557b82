import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import { fillWithSamples } from '../../playground/server/samples.js';
import { setOptions, setUpHarness } from './harness.js';
import { FULL, STATES } from './states.js';

const harness = setUpHarness();
const folder = fileURLToPath(new URL('../../../../../docs/screenshots/element/', import.meta.url));

const LARGE = { width: 1280, height: 800 };
const LOOKS = {
  light: { viewport: LARGE, options: { theme: 'light' } },
  dark: { viewport: LARGE, options: { theme: 'dark' } },
  phone: { viewport: { width: 375, height: 740 }, options: { theme: 'light' } },
  // Arabic runs from right to left, and its texts are in English as yet: the way in is the same.
  rtl: { viewport: LARGE, options: { theme: 'light', locale: 'ar' } },
} as const;

it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('%s', async (look) => {
  const { viewport, options } = LOOKS[look];
  for (const [name, reach] of Object.entries(STATES)) {
    harness.site.store.threads.clear();
    fillWithSamples(harness.site.store, { threads: 8, messages: 2 });
    const page = await harness.open('/', { viewport, reducedMotion: 'reduce' });
    await setOptions(page, { ...FULL, ...options });
    await reach(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${folder}${name}-${look}.png` });
    await page.close();
  }
});

it('in Urdu', async () => {
  const page = await harness.open('/', { viewport: LOOKS.phone.viewport });
  await setOptions(page, { ...FULL, locale: 'ur' });
  await page.screenshot({ path: `${folder}start-urdu.png` });
  await page.getByRole('textbox', { name: 'پیغام' }).fill('think');
  await page.keyboard.press('Enter');
  await page.getByText('Here is a plan').last().waitFor();
  await page.screenshot({ path: `${folder}steps-urdu.png` });
});
