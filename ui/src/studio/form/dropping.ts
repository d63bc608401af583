import { useEffect, useRef, useState } from 'react';
import { type SectionRect, type Target, targetAt } from '../model/spot';

/** What is being dragged: something new, or a field that moves. */
export type Dragged = { add: string } | { move: string };

function sectionsIn(canvas: Element): SectionRect[] {
  return [...canvas.querySelectorAll<HTMLElement>('[data-canvas-section]')].map((section) => ({
    id: section.dataset.canvasSection ?? '',
    rect: section.getBoundingClientRect(),
    fields: [...section.querySelectorAll<HTMLElement>('[data-canvas-field]')].map((field) => ({
      id: field.dataset.canvasField ?? '',
      rect: field.getBoundingClientRect(),
      wide: field.dataset.wide !== undefined || !besideAnother(field),
    })),
  }));
}

/** In one column every field takes the whole width, whatever its own wish. */
function besideAnother(field: HTMLElement): boolean {
  const grid = field.parentElement;
  return grid !== null && field.getBoundingClientRect().width < grid.getBoundingClientRect().width * 0.75;
}

/**
 * While something is dragged: the place under the pointer, looked up anew in every frame, since the canvas
 * may scroll below a pointer that stands still. Outside of the canvas there is none.
 */
export function useTarget(active: boolean): { target: Target | undefined; read: () => Target | undefined } {
  const [target, setTarget] = useState<Target>();
  const latest = useRef<Target>(undefined);

  useEffect(() => {
    if (!active) return;
    let at: { x: number; y: number } | undefined;
    const track = (event: PointerEvent | TouchEvent) => {
      const point = 'touches' in event ? event.touches[0] : event;
      if (point) at = { x: point.clientX, y: point.clientY };
    };
    let frame = requestAnimationFrame(function look() {
      frame = requestAnimationFrame(look);
      const canvas = document.querySelector('[data-canvas]');
      if (!at || !canvas) return;
      const { left, right, top, bottom } = canvas.getBoundingClientRect();
      const inside = at.x >= left && at.x <= right && at.y >= top && at.y <= bottom;
      const next = inside ? targetAt(at.x, at.y, sectionsIn(canvas)) : undefined;
      if (JSON.stringify(next) === JSON.stringify(latest.current)) return;
      latest.current = next;
      setTarget(next);
    });
    window.addEventListener('pointermove', track);
    window.addEventListener('touchmove', track, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('pointermove', track);
      window.removeEventListener('touchmove', track);
      latest.current = undefined;
      setTarget(undefined);
    };
  }, [active]);

  return { target, read: () => latest.current };
}
