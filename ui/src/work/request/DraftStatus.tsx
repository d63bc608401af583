import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { timeOfDay } from '../../ui/time';
import type { DraftState } from './DraftSaver';
import styles from './RequestPage.module.css';

/** Whether what is typed has reached the server, in a few quiet words. */
export function DraftStatus({ state }: { state: DraftState }) {
  const { t } = useTranslation('work');
  const language = useLanguage();
  const problemText = useProblemText();
  const failed = state.status === 'failed';
  const tone = { saved: styles.saved, dirty: styles.busy, saving: styles.busy, failed: styles.failed } as Record<
    string,
    string | undefined
  >;
  const words = () => {
    switch (state.status) {
      case 'saved':
        return t('request.draft.saved', { time: timeOfDay(state.savedAt ?? 0, language) });
      case 'failed':
        return t('request.draft.failed', { why: problemText(state.error) });
      case 'conflict':
        return t('request.conflictTitle');
      case 'gone':
        return t('request.draft.gone');
      default:
        return t(`request.draft.${state.status}`);
    }
  };
  return (
    <p className={`${styles.draft} ${tone[state.status] ?? ''}`} role={failed ? 'alert' : 'status'}>
      {words()}
    </p>
  );
}
