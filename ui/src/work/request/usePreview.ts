import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, type Choices } from '../../api';
import { useRevision } from '../../form/context';
import type { FormStore } from '../../form/store';
import { useSettled } from '../../form/widgets/useSettled';
import { canonical } from './ids';

const SETTLE = 350;

/** The approval path that the server foresees for what is on the form now, and for whom people are chosen; the last one stays while a newer is on its way. */
export function usePreview(app: string, store: FormStore, choices: Choices | undefined) {
  const revision = useRevision(store);
  const settled = useSettled(revision, SETTLE);
  const form = store.payload;
  const query = useQuery({
    queryKey: ['preview', app, canonical(form), canonical(choices)],
    queryFn: ({ signal }) => api.preview(app, form, choices, signal),
    // The key holds every value typed: only a settled form is asked about, and nothing is kept for later.
    enabled: settled === revision,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 0,
    retry: false,
  });
  return {
    steps: query.data?.steps,
    choices: query.data?.choices,
    updating: settled !== revision || query.isFetching,
    error: query.error,
  };
}
