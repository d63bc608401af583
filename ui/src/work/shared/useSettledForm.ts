import { useEffect, useState } from 'react';
import type { FormValues } from '../../api';
import type { FormStore } from '../../form/store';

const SETTLE = 350;

/** What would be sent once the reader rests, as `read` has it; while they type, nothing is drawn or computed for it. */
export function useSettledForm(store: FormStore, read: (store: FormStore) => FormValues) {
  const [form, setForm] = useState(() => read(store));
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    let seen = store.values;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.watch(() => {
      if (store.values === seen) return;
      seen = store.values;
      setTyping(true);
      clearTimeout(timer);
      timer = setTimeout(() => {
        setForm(read(store));
        setTyping(false);
      }, SETTLE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store, read]);
  return { form, typing };
}
