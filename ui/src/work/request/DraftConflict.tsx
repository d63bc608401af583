import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Draft, hasStatus } from '../../api';
import type { FormStore } from '../../form/store';
import { useProblemText } from '../../ui/problemText';
import type { DraftSaver, DraftState } from './DraftSaver';

export interface DraftConflictProps {
  app: string;
  id: string;
  store: FormStore;
  saver: DraftSaver;
  state: DraftState;
}

/** Lets the reader choose which of two versions of a draft stays; nothing is thrown away before they did. */
export function DraftConflict({ app, id, store, saver, state }: DraftConflictProps) {
  const { t } = useTranslation('work');
  const problemText = useProblemText();
  const settle = useMutation({
    mutationFn: async (keep: 'mine' | 'theirs') => {
      const theirs: Draft | null = await api.draft(app, id).catch((error) => {
        if (hasStatus(error, 404)) return null;
        throw error;
      });
      if (keep === 'theirs' && theirs) {
        store.reset(theirs.form);
        saver.settle(theirs.rev, theirs.savedAt);
      } else {
        saver.settle(theirs?.rev ?? 0, theirs?.savedAt, store.draft);
      }
    },
  });
  const gone = state.status === 'gone';
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t(gone ? 'request.goneTitle' : 'request.conflictTitle')}
      description={
        <>
          <p>{settle.isError ? problemText(settle.error) : t(gone ? 'request.goneText' : 'request.conflictText')}</p>
          <p style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginTop: 10 }}>
            {!gone && (
              <Button
                type="primary"
                loading={settle.isPending && settle.variables === 'theirs'}
                onClick={() => settle.mutate('theirs')}
              >
                {t('request.conflictTheirs')}
              </Button>
            )}
            <Button loading={settle.isPending && settle.variables === 'mine'} onClick={() => settle.mutate('mine')}>
              {t('request.conflictMine')}
            </Button>
          </p>
        </>
      }
    />
  );
}
