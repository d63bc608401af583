import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Errand, Step } from '../api';
import { useWords } from '../i18n/words';
import { StatusTag } from '../ui/StatusTag';
import styles from './CaseErrands.module.css';
import { useFailureWords } from './useFailureWords';

/** As many as are shown at once: there may be one for each of 200 rows. */
const FIRST = 6;

/** The requests of other apps that a step has started, those that the reader may open with links. */
export default function CaseErrands({ step }: { step: Step }) {
  const { t } = useTranslation('subflow');
  const [all, setAll] = useState(false);
  const errands = step.errands ?? [];
  if (errands.length === 0) {
    const ahead = step.state === 'upcoming' || step.state === 'undecided' || step.state === 'current';
    return <p className={styles.line}>{t(ahead ? 'path.will' : 'path.skipped')}</p>;
  }
  const named = errands.filter((errand) => !errand.hidden);
  const shown = all ? named : named.slice(0, FIRST);
  const others = errands.length - named.length;
  return (
    <>
      {step.state === 'rejected' && <p className={styles.line}>{t('path.rejected')}</p>}
      {step.state === 'returned' && <p className={styles.line}>{t('path.returned')}</p>}
      {shown.length > 0 && (
        <ul className={styles.list} aria-label={t('path.list')}>
          {shown.map((errand) => (
            <OneCase key={errand.id} errand={errand} />
          ))}
        </ul>
      )}
      {shown.length < named.length && (
        <Button type="link" size="small" className={styles.more} onClick={() => setAll(true)}>
          {t('path.more', { count: named.length })}
        </Button>
      )}
      {others > 0 && <p className={styles.line}>{t('path.hidden', { count: others })}</p>}
    </>
  );
}

function OneCase({ errand }: { errand: Errand }) {
  const { t } = useTranslation('subflow');
  const words = useWords();
  const failureWords = useFailureWords();
  const { status, row, case: started, failure } = errand;
  const says = {
    sent: 'path.waiting',
    done: 'path.started',
    failed: 'path.failed',
    passed: 'path.passed',
    dropped: 'path.over',
  } as const;
  return (
    <li className={styles.case}>
      {row !== undefined && <span className={styles.row}>{t('path.row', { n: row })}</span>}
      {started ? (
        <span className={styles.what}>
          <Link to={`/cases/${started.id}`}>{words(started.title)}</Link>
          <span className={styles.no}>{started.no}</span>
        </span>
      ) : (
        <span className={status === 'failed' ? `${styles.what} ${styles.failed}` : styles.what}>{t(says[status])}</span>
      )}
      {started && <StatusTag status={started.status} />}
      {failure && (
        <p className={styles.why}>
          {failureWords(failure)} {failure.detail}
        </p>
      )}
    </li>
  );
}
