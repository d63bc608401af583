import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Language, StudioPresence } from '../../api';
import { useLanguage } from '../../i18n/words';
import { useProblemText } from '../../ui/problemText';
import { timeOfDay } from '../../ui/time';
import { useSaveStatus, useStudio } from './context';
import { Presence } from './Presence';
import styles from './SaveState.module.css';

/** The time of day of a save today, and the day of an earlier one. */
function savedTime(at: number, language: Language): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  if (today) return timeOfDay(at, language);
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { month: 'short', day: 'numeric' }).format(at);
}

/** Whether what is on screen is on the server, in a few words. */
export function SaveState({ others }: { others: StudioPresence['others'] }) {
  const { t } = useTranslation('studio');
  const language = useLanguage();
  const problemText = useProblemText();
  const { saver, decide } = useStudio();
  const status = useSaveStatus();
  return (
    <div className={styles.state}>
      <span role="status" className={styles[status.kind]}>
        {status.kind === 'saved' && t('save.saved', { time: savedTime(status.at, language) })}
        {status.kind === 'changed' && t('save.changed')}
        {status.kind === 'saving' && t('save.saving')}
        {status.kind === 'failed' &&
          (status.again ? t('save.failedAgain') : t('save.failed', { why: problemText(status.error) }))}
        {status.kind === 'stale' && t('save.stale')}
      </span>
      <Presence others={others} />
      {status.kind === 'failed' && (
        <Button type="link" size="small" className={styles.action} onClick={() => saver.flush()}>
          {t('save.retry')}
        </Button>
      )}
      {status.kind === 'stale' && (
        <Button type="link" size="small" className={styles.action} onClick={decide}>
          {t('save.decide')}
        </Button>
      )}
    </div>
  );
}
