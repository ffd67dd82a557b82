import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARGIN, spot } from './spot';

const PANEL = { width: 288, height: 500 };
const DESK = { width: 1280, height: 800 };
const anchor = (left: number, top: number) => ({ left, top, bottom: top + 40 });

describe('the place of a picker', () => {
  it('is below what asked for it', () => {
    expect(spot(anchor(300, 100), PANEL, DESK)).toEqual({ x: 300, y: 146 });
  });

  it('is above near the foot of the screen', () => {
    expect(spot(anchor(300, 700), PANEL, DESK)).toEqual({ x: 300, y: 194 });
  });

  it('is over it where there is room on neither side', () => {
    expect(spot(anchor(300, 380), PANEL, DESK)).toEqual({ x: 300, y: 292 });
  });

  it('never leaves the screen, if it fits into it', () => {
    fc.assert(
      fc.property(
        fc.record({
          left: fc.integer({ min: -50, max: 2_000 }),
          top: fc.integer({ min: -50, max: 1_200 }),
        }),
        fc.record({
          width: fc.integer({ min: 320, max: 1_920 }),
          height: fc.integer({ min: 520, max: 1_080 }),
        }),
        ({ left, top }, screen) => {
          const { x, y } = spot(anchor(left, top), PANEL, screen);
          expect(x).toBeGreaterThanOrEqual(MARGIN);
          expect(y).toBeGreaterThanOrEqual(MARGIN);
          expect(x + PANEL.width).toBeLessThanOrEqual(screen.width - MARGIN);
          expect(y + PANEL.height).toBeLessThanOrEqual(screen.height - MARGIN);
        },
      ),
    );
  });
});
