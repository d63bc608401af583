import { ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/words';
import { useNow } from '../ui/time';
import styles from './DueMark.module.css';
import { dueWords } from './dueWords';

/** When a task is due; that its time is over stands out. */
export function DueMark({ due }: { due: number }) {
  const { t } = useTranslation('time');
  const language = useLanguage();
  const now = useNow();
  const late = due <= now;
  return (
    <time dateTime={new Date(due).toISOString()} className={late ? `${styles.due} ${styles.overdue}` : styles.due}>
      {late ? <ExclamationCircleOutlined aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}{' '}
      {dueWords(t, due, now, language)}
    </time>
  );
}
