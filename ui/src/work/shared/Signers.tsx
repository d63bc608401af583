import { CheckOutlined, ClockCircleOutlined, CloseOutlined, MinusOutlined } from '@ant-design/icons';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Signer, Step } from '../../api';
import { RowName } from '../../choices/lazy';
import { PersonList } from '../../ui/Person';
import { Instant } from '../../ui/RelativeTime';
import styles from './Signers.module.css';

const signs: Partial<Record<NonNullable<Signer['status']>, ReactNode>> = {
  approved: <CheckOutlined />,
  completed: <CheckOutlined />,
  rejected: <CloseOutlined />,
  returned: <CloseOutlined />,
  open: <ClockCircleOutlined />,
};

/** Those who act each for themselves at a step: who has decided, who has it, and how many are missing. */
export function Signers({ step, signers }: { step: Step; signers: readonly Signer[] }) {
  const { t } = useTranslation('work');
  const asked = signers.filter((signer) => signer.status !== 'removed');
  const done = asked.filter((signer) => signer.status === 'approved' || signer.status === 'completed').length;
  const total = asked.length;
  const ahead = step.state === 'upcoming' || step.state === 'undecided';
  const left = step.state === 'current' && step.mode !== 'share' && step.mode !== 'any' ? total - done : 0;
  return (
    <>
      {!ahead && (
        <p className={styles.tally}>
          {step.type === 'fillIn'
            ? t('path.tallyFilled', { done, total })
            : step.needed !== undefined
              ? t('path.tallyNeeded', { done, total, needed: step.needed })
              : left > 0
                ? t('path.tallyLeft', { done, total, count: left })
                : t('path.tally', { done, total })}
        </p>
      )}
      <ul className={styles.signers}>
        {signers.map((signer, n) => (
          <li key={signer.task ?? n} className={styles[signer.status ?? 'waiting']}>
            <span className={styles.sign} aria-hidden="true">
              {signs[signer.status ?? 'waiting'] ?? <MinusOutlined />}
            </span>
            <div className={styles.who}>
              {signer.row && (
                <p className={styles.row}>
                  <Suspense>
                    <RowName row={signer.row} />
                  </Suspense>
                </p>
              )}
              <PersonList people={signer.by && signer.status !== 'cancelled' ? [signer.by] : signer.assignees} />
              {signer.status && (
                <span className={styles.how}>
                  {t(`path.signer.${signer.status}`)}
                  {signer.at !== undefined && signer.by && (
                    <>
                      {' · '}
                      <Instant at={signer.at} />
                    </>
                  )}
                </span>
              )}
              {signer.comment && <p className={styles.comment}>{signer.comment}</p>}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
