import { type ComponentType, useEffect, useState } from 'react';
import { Waiting } from './Waiting';

/**
 * A widget whose chunk comes when a form first asks for it. `lazy` under a Suspense boundary would be shorter, but
 * in the browser a field stayed hidden every other time although its chunk had come.
 */
export function late<P extends { value: unknown }>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  type Widget = ComponentType<P>;
  let known: Widget | undefined;
  return function Late(props: P) {
    const [Widget, setWidget] = useState(() => known);
    useEffect(() => {
      if (Widget) return;
      let there = true;
      const show = (next: () => Widget) => there && setWidget(next);
      load().then(
        (widget) => {
          known = widget;
          show(() => widget);
        },
        (error: unknown) =>
          show(() => {
            throw error; // as a page would whose chunk does not come
          }),
      );
      return () => {
        there = false;
      };
    }, [Widget]);
    return Widget ? <Widget {...props} /> : <Waiting value={props.value} />;
  };
}
