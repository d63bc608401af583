import { type ComponentType, useEffect, useState } from 'react';

/** A part of a page that comes in a chunk of its own; until then, and where it cannot be had, the page does without. */
export function after<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function After(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props>>();
    useEffect(() => {
      let there = true;
      load().then(
        (part) => there && setPart(() => part),
        () => undefined,
      );
      return () => {
        there = false;
      };
    }, []);
    return Part ? <Part {...props} /> : null;
  };
}
