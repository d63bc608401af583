import { type RefObject, useEffect, useState } from 'react';

/** Rows are drawn this far beyond the screen, so that they are there before they come into sight. */
const MARGIN = 900;

/** So many rows are drawn between two frames: all at once, a paste would stand still for as long as they take. */
const AT_ONCE = 4;

type Told = (near: boolean, height: number) => void;
const told = new WeakMap<Element, Told>();
const drawn = new WeakSet<Element>();
let observer: IntersectionObserver | undefined;
/** Rows that came near and are not drawn yet, with how far from the screen they were. */
const waiting = new Map<Element, number>();
let drawing = false;

/** Draws those that are closest to the screen, and the others in the frames to come. */
function draw(): void {
  const next = [...waiting].sort(([, a], [, b]) => a - b).slice(0, AT_ONCE);
  for (const [element] of next) {
    waiting.delete(element);
    drawn.add(element);
    told.get(element)?.(true, 0);
  }
  drawing = waiting.size > 0;
  if (drawing) requestAnimationFrame(draw);
}

function observe(element: Element, tell: Told): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect: box } of entries) {
        if (isIntersecting) {
          if (!drawn.has(target)) waiting.set(target, Math.max(-box.bottom, box.top - window.innerHeight, 0));
        } else if (!target.contains(document.activeElement)) {
          waiting.delete(target);
          drawn.delete(target);
          told.get(target)?.(false, box.height);
        }
      }
      // A few are there by the next frame, as for somebody who adds a row and types on.
      if (!drawing) draw();
    },
    { rootMargin: `${MARGIN}px 0px` },
  );
  const watching = observer;
  told.set(element, tell);
  watching.observe(element);
  return () => {
    told.delete(element);
    waiting.delete(element);
    watching.unobserve(element);
  };
}

/**
 * Whether an element is on screen or close to it, and how tall it was when it last was. What has the focus stays.
 * Without `lazy`, everything is near; with it, only those that are `first` before it is known where they are.
 */
export function useNear(ref: RefObject<HTMLElement | null>, lazy: boolean, first: boolean) {
  const able = lazy && typeof IntersectionObserver !== 'undefined';
  const [begun] = useState(first || !able);
  const [state, setState] = useState({ near: begun, height: 0 });
  useEffect(() => {
    if (begun && ref.current) drawn.add(ref.current);
  }, [ref, begun]);
  useEffect(() => {
    const element = ref.current;
    if (!able || !element) return;
    return observe(element, (near, height) =>
      setState((before) => (before.near === near ? before : { near, height: near ? 0 : height })),
    );
  }, [ref, able]);
  return able ? state : { near: true, height: 0 };
}
