import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Choices } from '../../api';
import type { FormStore } from '../../form/store';
import { canonical } from './ids';

const SETTLE = 350;

/** What would be sent once the reader rests; while they type, nothing is drawn or computed for it. */
function useSettledForm(store: FormStore) {
  const [form, setForm] = useState(() => store.payload);
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
        setForm(store.payload);
        setTyping(false);
      }, SETTLE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store]);
  return { form, typing };
}

/** The approval path that the server foresees for what is on the form now, and for whom people are chosen; the last one stays while a newer is on its way. */
export function usePreview(app: string, store: FormStore, choices: Choices | undefined) {
  const { form, typing } = useSettledForm(store);
  const query = useQuery({
    queryKey: ['preview', app, canonical(form), canonical(choices)],
    queryFn: ({ signal }) => api.preview(app, form, choices, signal),
    // The key holds every value typed: only a settled form is asked about, and nothing is kept for later.
    enabled: !typing,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 0,
    retry: false,
  });
  return {
    steps: query.data?.steps,
    /** The form as the server has it; undefined while a newer one is on its way. */
    form: query.isPlaceholderData ? undefined : query.data?.form,
    choices: query.data?.choices,
    updating: typing || query.isFetching,
    error: query.error,
  };
}
