import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { api, type Choices, type Draft, keys } from '../../api';
import type { FormStore } from '../../form/store';
import { DraftSaver } from './DraftSaver';

/** Keeps the form's draft on the server while the page is open. `onBegun` is told once the draft exists there. */
export function useDraft(
  app: string,
  id: string,
  store: FormStore,
  choices: Choices | undefined,
  begun: Draft | undefined,
  onBegun: () => void,
) {
  const chosen = useRef(choices);
  const client = useQueryClient();
  const saver = useMemo(
    () =>
      new DraftSaver({
        save: async (rev, form) => {
          const draft = await api.saveDraft(app, id, { rev, form, choices: chosen.current });
          client.setQueryData(keys.draft(app, id), draft);
          return draft;
        },
        load: () => api.draft(app, id),
        rev: begun?.rev,
        savedAt: begun?.savedAt,
      }),
    [app, id, client, begun],
  );
  const state = useSyncExternalStore(saver.subscribe, saver.getState);

  useEffect(() => {
    let seen = store.revision;
    const stop = store.watch(() => {
      if (store.revision === seen) return;
      seen = store.revision;
      saver.change(store.draft);
    });
    saver.resume();
    return () => {
      stop();
      saver.dispose();
    };
  }, [saver, store]);

  useEffect(() => {
    if (chosen.current === choices) return;
    chosen.current = choices;
    saver.change(store.draft);
  }, [choices, saver, store]);

  const kept = state.status !== 'none' && state.savedAt !== undefined;
  useEffect(() => {
    if (kept) onBegun();
  }, [kept, onBegun]);

  /** Ends the draft's life on this page: it was submitted or discarded. */
  const forget = useCallback(async () => {
    await saver.pause();
    saver.drop();
    // Only the list: the draft itself is gone, and asking for it again would be an error.
    await client.invalidateQueries({ queryKey: keys.drafts, exact: true });
  }, [saver, client]);

  return { saver, state, forget };
}
