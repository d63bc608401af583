import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, type Choices } from '../../api';
import type { FormStore } from '../../form/store';
import { useSettledForm } from '../shared/useSettledForm';
import { canonical } from './ids';

const payload = (store: FormStore) => store.payload;

/** The approval path that the server foresees for what is on the form now, and for whom people are chosen; the last one stays while a newer is on its way. */
export function usePreview(app: string, store: FormStore, choices: Choices | undefined) {
  const { form, typing } = useSettledForm(store, payload);
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
