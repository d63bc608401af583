import { expect, it } from 'vitest';
import { linePath } from './line';

it('goes straight down within a column', () => {
  expect(linePath(10, 0, 10.4, 50, 25)).toBe('M10.4,0 V50');
});

it('turns sideways at the bend, with corners that fit', () => {
  expect(linePath(0, 0, 100, 60, 30)).toBe('M0,0 V18 Q0,30 12,30 H88 Q100,30 100,42 V60');
  expect(linePath(100, 0, 0, 60, 30)).toBe('M100,0 V18 Q100,30 88,30 H12 Q0,30 0,42 V60');
  expect(linePath(0, 0, 10, 34, 30)).toBe('M0,0 V25 Q0,30 5,30 H6 Q10,30 10,34 V34');
});
