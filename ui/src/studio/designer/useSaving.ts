import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, keys, type StudioDraft } from '../../api';
import { createDesigner } from '../state/designer';
import { createSaver } from '../state/saver';
import { takeIn } from '../state/takeIn';
import { useTold } from './useOthers';

/** Makes the document store and its saver for a loaded draft, and ties one to the other. */
export function useSaving(appId: string, draft: StudioDraft) {
  const client = useQueryClient();
  const [designer] = useState(() => createDesigner(draft.app));
  const [saver] = useState(() =>
    createSaver({
      rev: draft.rev,
      savedAt: draft.savedAt,
      findings: draft.findings,
      app: draft.app,
      save: async (rev, app) => {
        const answer = await api.saveStudioDraft(appId, rev, app);
        void client.invalidateQueries({ queryKey: keys.studioApps, exact: true });
        return answer;
      },
    }),
  );

  const told = useTold(designer);

  useEffect(() => {
    const unsubscribe = designer.store.subscribe((state, before) => {
      if (state.app !== before.app) saver.changed(state.app);
    });
    const warn = (event: BeforeUnloadEvent) => {
      if (!saver.isUnsaved()) return;
      event.preventDefault();
      void saver.flush();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      unsubscribe();
      window.removeEventListener('beforeunload', warn);
      saver.stop();
    };
  }, [designer, saver]);

  // A fresh answer comes after a switch of language, whose messages are to be shown, or because
  // somebody else has saved; their version is taken up while there is nothing of one's own to lose.
  useEffect(() => {
    const { rev } = saver.state.getState();
    if (draft.rev === rev) saver.found(draft.findings);
    else if (draft.rev > rev && !saver.isUnsaved()) {
      told(draft, takeIn(designer, saver, draft).theirs, false);
    }
  }, [draft, designer, saver, told]);

  return { designer, saver };
}
