import { useTranslation } from 'react-i18next';
import type { Step } from '../../api';
import { useLanguage, useWords } from '../../i18n/words';
import { Instant } from '../../ui/RelativeTime';
import { dateTime } from '../../ui/time';
import styles from './ApprovalPath.module.css';

/** A step that waits for a time: nobody acts there. */
export function WaitWords({ step }: { step: Step }) {
  const { t } = useTranslation(['time', 'work']);
  const words = useWords();
  const language = useLanguage();
  return (
    <>
      <p className={styles.name}>
        {words(step.name)}
        <span className="visually-hidden"> ({t(`work:path.state.${step.state}`)})</span>
      </p>
      <p className={styles.line}>
        {step.state === 'done' && step.at !== undefined && <Instant at={step.at} />}
        {step.state === 'current' && step.due !== undefined && t('due.until', { when: dateTime(step.due, language) })}
        {step.state === 'skipped' && t('due.none')}
        {step.state === 'cancelled' && t('work:path.cancelled')}
        {(step.state === 'upcoming' || step.state === 'undecided') && t('due.waits')}
      </p>
    </>
  );
}
