import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FailedStep } from '../../api';
import { useFailureWords } from '../../errands/useFailureWords';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { RelativeTime } from '../../ui/RelativeTime';
import styles from './Failures.module.css';

interface FailureRowProps {
  step: FailedStep;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onRetry: () => void;
}

/** One failed step: of which request, since when, and what went wrong. */
export function FailureRow({ step, chosen, onChoose, onRetry }: FailureRowProps) {
  const { t } = useTranslation('errands');
  const words = useWords();
  const failureWords = useFailureWords();
  const { no, app, errand, instance, readable, suspended = false } = step;
  const { failure } = errand;
  const name = words(step.name) || step.node;
  return (
    <li className={styles.row}>
      <Checkbox
        checked={chosen && !suspended}
        disabled={suspended}
        aria-label={t('page.choose', { no, step: name })}
        onChange={(event) => onChoose(event.target.checked)}
      />
      <span className={styles.icon}>
        <AppIcon app={app} size={36} />
      </span>
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          {errand.row !== undefined && <> · {t('page.row', { row: errand.row })}</>}
        </p>
        <p className={styles.small}>
          {readable ? (
            <Link to={`/cases/${instance}`} aria-label={`${t('page.open')}: ${no}`}>
              {no}
            </Link>
          ) : (
            no
          )}{' '}
          · {words(app.name)} {errand.to && `· ${errand.to} `}· {t('page.since')}{' '}
          <RelativeTime at={errand.endedAt ?? errand.since} />
        </p>
        {failure && (
          <p className={styles.why}>
            {failureWords(failure)}{' '}
            {failure.tries !== undefined && failure.tries > 1 && t('path.tries', { tries: failure.tries })}
          </p>
        )}
        {failure?.detail && <code className={styles.detail}>{failure.detail}</code>}
        {suspended && <p className={styles.small}>{t('page.suspended')}</p>}
      </div>
      <Button disabled={suspended} onClick={onRetry} aria-label={`${t('page.retry')}: ${no}, ${name}`}>
        {t('page.retry')}
      </Button>
    </li>
  );
}
