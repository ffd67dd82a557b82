import { describe, expect, it } from 'vitest';
import { CHAT_WIDTH } from './chat-place';
import { draggedTo, keyedTo } from './chat-width';

describe('draggedTo', () => {
  it('follows the pointer within its bounds', () => {
    expect(draggedTo(0.4, 34)).toEqual({ open: true, width: 40 });
    expect(draggedTo(0.2, 34)).toEqual({ open: true, width: CHAT_WIDTH.least });
    expect(draggedTo(0.9, 34)).toEqual({ open: true, width: CHAT_WIDTH.most });
  });

  it('closes far below the least width, and opens again as wide as before', () => {
    expect(draggedTo(0.1, 34)).toEqual({ open: false, width: 34 });
    expect(draggedTo(-0.2, 34)).toEqual({ open: false, width: 34 });
  });
});

describe('keyedTo', () => {
  it('moves the edge the way the arrow points', () => {
    expect(keyedTo('ArrowLeft', 34)?.width).toBeGreaterThan(34);
    expect(keyedTo('ArrowRight', 34)?.width).toBeLessThan(34);
  });

  it('keeps within the bounds', () => {
    expect(keyedTo('ArrowLeft', CHAT_WIDTH.most)).toEqual({ open: true, width: CHAT_WIDTH.most });
    expect(keyedTo('Home', 34)).toEqual({ open: true, width: CHAT_WIDTH.least });
    expect(keyedTo('End', 34)).toEqual({ open: true, width: CHAT_WIDTH.most });
  });

  it('closes by Enter, and leaves other keys alone', () => {
    expect(keyedTo('Enter', 34)).toEqual({ open: false, width: 34 });
    expect(keyedTo('x', 34)).toBeNull();
  });
});
