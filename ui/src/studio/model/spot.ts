import type { Spot } from './fields';

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where a section and its fields are on screen. */
export interface SectionRect {
  id: string;
  rect: Rect;
  /** In order; `wide` fields take a row of their own. */
  fields: { id: string; rect: Rect; wide: boolean }[];
}

/** A place to drop at, and the line that shows it; an empty section is shown as a whole. */
export interface Target extends Spot {
  inside?: boolean;
  line: { left: number; top: number; width: number; height: number };
}

const THICK = 3;
const APART = 8;

/** How far a number is from a span; 0 inside. */
function away(at: number, from: number, to: number): number {
  return at < from ? from - at : at > to ? at - to : 0;
}

function nearest<T>(list: readonly T[], distance: (item: T) => number): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of list) {
    const d = distance(item);
    if (d < least) {
      least = d;
      best = item;
    }
  }
  return best;
}

/** Which place of the form the pointer means: the nearest edge of the nearest field of the nearest section. */
export function targetAt(x: number, y: number, sections: readonly SectionRect[]): Target | undefined {
  const section = nearest(sections, ({ rect }) => away(y, rect.top, rect.bottom));
  if (!section) return undefined;
  const field = nearest(
    section.fields,
    ({ rect }) => away(y, rect.top, rect.bottom) * 4 + away(x, rect.left, rect.right),
  );
  if (!field) {
    const { left, top, right, bottom } = section.rect;
    return {
      section: section.id,
      index: 0,
      inside: true,
      line: { left, top, width: right - left, height: bottom - top },
    };
  }
  const { rect, wide } = field;
  const upright = !wide;
  const behind = upright ? x > (rect.left + rect.right) / 2 : y > (rect.top + rect.bottom) / 2;
  return {
    section: section.id,
    index: section.fields.indexOf(field) + (behind ? 1 : 0),
    line: upright
      ? {
          left: (behind ? rect.right + APART : rect.left - APART) - THICK / 2,
          top: rect.top,
          width: THICK,
          height: rect.bottom - rect.top,
        }
      : {
          left: rect.left,
          top: (behind ? rect.bottom + APART : rect.top - APART) - THICK / 2,
          width: rect.right - rect.left,
          height: THICK,
        },
  };
}
