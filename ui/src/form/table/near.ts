import { type RefObject, useEffect, useState } from 'react';

/** Rows are drawn this far beyond the screen, so that they are there before they come into sight. */
const MARGIN = 900;

type Told = (near: boolean, height: number) => void;
const told = new WeakMap<Element, Told>();
let observer: IntersectionObserver | undefined;

function observe(element: Element, tell: Told): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        told.get(target)?.(isIntersecting, boundingClientRect.height);
      }
    },
    { rootMargin: `${MARGIN}px 0px` },
  );
  const watching = observer;
  told.set(element, tell);
  watching.observe(element);
  return () => {
    told.delete(element);
    watching.unobserve(element);
  };
}

/**
 * Whether an element is on screen or close to it, and how tall it was when it last was. What has the focus stays.
 * Without `lazy`, everything is near.
 */
export function useNear(ref: RefObject<HTMLElement | null>, lazy: boolean, first: boolean) {
  const able = lazy && typeof IntersectionObserver !== 'undefined';
  const [state, setState] = useState({ near: first, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!able || !element) return;
    return observe(element, (near, height) => {
      if (!near && element.contains(document.activeElement)) return;
      setState((before) => (before.near === near ? before : { near, height: near ? 0 : height }));
    });
  }, [ref, able]);
  return able ? state : { near: true, height: 0 };
}
