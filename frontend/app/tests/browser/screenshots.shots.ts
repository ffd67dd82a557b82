import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { setUpHarness } from './harness.js';
import { mainJourney } from './journey.js';
import { Recording } from './recording.js';
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
    await harness.stack.startApi();
    await page.context().close();
  }
});

/** Biggest recording that a README can carry. */
const MOST_BYTES = 2_000_000;

it('records the main journey', async () => {
  const size = { width: 1120, height: 700 };
  const context = await harness.context({ viewport: size });
  const page = await context.newPage();
  await page.goto(`${harness.stack.url}/sign-up`);
  const recording = await Recording.start(page);
  await mainJourney(page, harness.stack, () => page.waitForTimeout(1_200));
  const video = await recording.stop(harness.browser, size);
  expect(video.byteLength).toBeLessThan(MOST_BYTES);
  writeFileSync(join(folder, 'journey.webm'), video);
});
