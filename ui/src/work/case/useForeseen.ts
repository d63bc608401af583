import { keepPreviousData, useIsMutating, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type Instance, keys, type Task } from '../../api';
import type { FormStore } from '../../form/store';
import { canonical } from '../request/ids';
import { useSettledForm } from '../shared/useSettledForm';

const changes = (store: FormStore) => store.changes;
const nothing: readonly string[] = [];

/**
 * The path that a case takes with what its reader changed at their task, as the server foresees it; the last one stays
 * while a newer is on its way. What a script computes is put into the form. Without changes both are the case's own.
 */
export function useForeseen(instance: Instance, task: Task, store: FormStore) {
  const { form, typing } = useSettledForm(store, changes);
  const changed = Object.keys(form).length > 0;
  const deciding = useIsMutating({ mutationKey: keys.deed(instance.id) }) > 0;
  const query = useQuery({
    queryKey: [...keys.foreseen(instance.id), task.id, instance.rev, canonical(form)],
    queryFn: ({ signal }) => api.previewTask(task.id, form, signal),
    // The key holds every value typed: only a settled form is asked about, and nothing is kept for later.
    // Once the task is being decided there is nothing to foresee, and soon no task to ask about.
    enabled: changed && !typing && !deciding,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 0,
    retry: false,
  });
  const computed = instance.computed ?? nothing;
  const known = changed ? (query.isPlaceholderData ? undefined : query.data?.form) : instance.form;
  useEffect(() => {
    if (known && computed.length > 0) store.derive(Object.fromEntries(computed.map((id) => [id, known[id]])));
  }, [known, computed, store]);
  return {
    steps: (changed && query.data?.steps) || instance.path,
    updating: typing || query.isFetching,
    error: changed ? query.error : null,
  };
}
