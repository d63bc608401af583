import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { api, keys, type StudioDraft } from '../../api';
import { useWords } from '../../i18n/words';
import { type Choices, merge, type Thing } from '../model/merge/merge';
import { toast } from '../parts/toast';
import type { Designer } from '../state/designer';
import type { Saver } from '../state/saver';
import { takeIn } from '../state/takeIn';
import { useThingWords } from './useThingWords';

/** How often the server hears that the app is still open here, in milliseconds. */
const STILL_HERE = 20_000;
/** How many changes are named before “and more”. */
const NAMED = 3;

/** Says what somebody else changed, by name. */
export function useTold(designer: Designer) {
  const { t } = useTranslation('studio');
  const words = useWords();
  const { thing } = useThingWords();
  return useCallback(
    (newer: StudioDraft, theirs: readonly Thing[], own: boolean) => {
      if (theirs.length === 0) return;
      const { app } = designer.store.getState();
      const named = [...new Set(theirs.map((each) => thing(each, newer.app, app)))];
      const what = named.slice(0, NAMED).join(t('who.and')) + (named.length > NAMED ? ` ${t('stale.more')}` : '');
      const name = words(newer.savedBy?.name) || t('stale.somebody');
      toast(t(own ? 'stale.merged' : 'stale.came', { name, what, count: named.length }));
    },
    [designer, t, words, thing],
  );
}

/** Follows what others do to the app that is open: who they are, and what they save, which is put together with one's own. */
export function useOthers(appId: string, designer: Designer, saver: Saver) {
  const client = useQueryClient();
  const told = useTold(designer);
  const status = useStore(saver.state, (state) => state.status.kind);
  const rev = useStore(saver.state, (state) => state.rev);
  const presence = useQuery({
    queryKey: keys.studioPresence(appId),
    queryFn: ({ signal }) => api.present(appId, signal),
    refetchInterval: STILL_HERE,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const [newer, setNewer] = useState<StudioDraft | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  // Somebody saved while there is nothing of one's own to save: the draft is read anew before more is typed.
  const newest = presence.data?.rev ?? 0;
  useEffect(() => {
    if (newest > rev && status === 'saved') {
      void client.invalidateQueries({ queryKey: keys.studioDraft(appId), exact: true });
    }
  }, [newest, rev, status, client, appId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads once more.
  useEffect(() => {
    setNewer(null);
    setError(null);
    if (status !== 'stale') return;
    const stop = new AbortController();
    api.studioDraft(appId, stop.signal).then(
      (found) => {
        if (stop.signal.aborted) return;
        const { app } = designer.store.getState();
        if (merge(saver.base(), app, found.app).conflicts.length > 0) setNewer(found);
        else told(found, takeIn(designer, saver, found).theirs, true);
      },
      (failure: unknown) => {
        if (!stop.signal.aborted) setError(failure);
      },
    );
    return () => stop.abort();
  }, [status, attempt, appId, designer, saver]);

  return {
    others: presence.data?.others ?? [],
    /** The version that the author's edits are in conflict with. */
    newer,
    error,
    retry: () => setAttempt((n) => n + 1),
    settle: (choices: Choices) => newer && takeIn(designer, saver, newer, choices),
  };
}

export type Others = ReturnType<typeof useOthers>;
