import { expect, it } from 'vitest';
import { type SectionRect, targetAt } from './spot';

const rect = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
const sections: SectionRect[] = [
  {
    id: 'a',
    rect: rect(0, 0, 400, 200),
    fields: [
      { id: 'left', rect: rect(0, 50, 190, 100), wide: false },
      { id: 'right', rect: rect(210, 50, 400, 100), wide: false },
      { id: 'wide', rect: rect(0, 120, 400, 180), wide: true },
    ],
  },
  { id: 'empty', rect: rect(0, 220, 400, 300), fields: [] },
];
const spot = (x: number, y: number) => {
  const target = targetAt(x, y, sections);
  return target && `${target.section} ${target.index}`;
};

it('means the nearest edge of the nearest field', () => {
  expect(spot(20, 60)).toBe('a 0');
  expect(spot(180, 60)).toBe('a 1');
  expect(spot(220, 60)).toBe('a 1');
  expect(spot(390, 60)).toBe('a 2');
  expect(spot(200, 125)).toBe('a 2');
  expect(spot(200, 175)).toBe('a 3');
  expect(spot(-500, 60)).toBe('a 0');
});

it('means the section itself when it is empty, and the nearest one outside of all', () => {
  expect(spot(10, 250)).toBe('empty 0');
  expect(spot(10, 900)).toBe('empty 0');
  expect(spot(10, -50)).toBe('a 0');
  expect(targetAt(0, 0, [])).toBeUndefined();
});

it('draws the line along the edge: upright between neighbours, level above and below', () => {
  expect(targetAt(180, 60, sections)?.line).toMatchObject({ width: 3, height: 50, top: 50 });
  expect(targetAt(200, 125, sections)?.line).toMatchObject({ width: 400, height: 3, left: 0 });
});
