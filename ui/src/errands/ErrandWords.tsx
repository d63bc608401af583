import { useTranslation } from 'react-i18next';
import type { Errand, Step } from '../api';
import { Instant, RelativeTime } from '../ui/RelativeTime';
import CaseErrands from './CaseErrands';
import styles from './Errands.module.css';
import { useFailureWords } from './useFailureWords';

/** How what a step waits for stands: since when, whether it was done, or what went wrong. */
export default function ErrandWords({ step, kind }: { step: Step; kind: Errand['kind'] }) {
  const { t } = useTranslation('errands');
  const errands = step.errands ?? [];
  if (kind === 'case') return <CaseErrands step={step} />;
  if (errands.length === 0)
    return step.state === 'done' ? null : <p className={styles.line}>{t(`path.ahead.${kind}`)}</p>;
  return errands.map((errand) => <OneErrand key={errand.id} errand={errand} />);
}

function OneErrand({ errand }: { errand: Errand }) {
  const { t } = useTranslation('errands');
  const failureWords = useFailureWords();
  const { kind, status, since, endedAt, failure, row } = errand;
  const to = errand.to ?? '';
  const says = {
    sent: t(`path.waits.${kind}`, { to }),
    done: t(`path.done.${kind}`, { to }),
    failed: t('path.failed'),
    passed: t('path.passed'),
    dropped: t('path.dropped'),
  }[status];
  const at = status === 'sent' ? since : (endedAt ?? since);
  return (
    <>
      <p className={status === 'failed' ? `${styles.line} ${styles.failed}` : styles.line}>
        {row ? t('path.row', { row, says }) : says} · <Instant at={at} />
        {(status === 'sent' || status === 'failed') && (
          // On paper both would be the same.
          <span data-print="no">
            {' · '}
            <RelativeTime at={at} />
          </span>
        )}
      </p>
      {failure && (
        <p className={styles.why}>
          {t('path.why', { why: failureWords(failure), detail: failure.detail ?? '' })}
          {failure.tries !== undefined && failure.tries > 1 && <> {t('path.tries', { tries: failure.tries })}</>}
        </p>
      )}
    </>
  );
}
