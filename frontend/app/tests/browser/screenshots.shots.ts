import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { mainJourney } from './journey.js';
import { SCREENS, Visit } from './screens.js';

const harness = setUpHarness(undefined, true);
const folder = fileURLToPath(new URL('../../../../docs/screenshots/page/', import.meta.url));
mkdirSync(folder, { recursive: true });

const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: 'light', viewport: { width: 375, height: 740 }, hasTouch: true },
} as const;

it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('%s', async (look) => {
  const excluded = look === 'phone' ? 'desk' : 'phone';
  for (const screen of SCREENS.filter(({ only }) => only !== excluded)) {
    // Each is somebody else: what one picture shows was not done in another.
    const visit = new Visit(harness, { ...LOOKS[look], reducedMotion: 'reduce' });
    const page = await visit.open(screen);
    await page.evaluate(() => document.fonts.ready);
    // The pointer lights up what it stands on.
    if (!screen.name.includes('menu')) await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `${screen.name}-${look}.png`) });
    await screen.leave?.(harness);
    await page.context().close();
  }
});

/** Biggest recording that a README can carry. */
const MOST_BYTES = 2_000_000;

it('records the main journey', async () => {
  const size = { width: 1120, height: 700 };
  const context = await harness.context({ viewport: size, recordVideo: { dir: folder, size } });
  const page = await context.newPage();
  await mainJourney(page, harness.stack, () => page.waitForTimeout(1_200));
  const path = await page.video()?.path();
  await context.close();
  if (!path) throw new Error('nothing was recorded');
  const recording = join(folder, 'journey.webm');
  renameSync(path, recording);
  expect(statSync(recording).size).toBeLessThan(MOST_BYTES);
});
