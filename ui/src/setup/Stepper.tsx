import { CheckOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { type Step, steps } from './model';
import styles from './Setup.module.css';

/** Where one is on the way; steps that are done lead back. */
export function Stepper({ now, onGo }: { now: Step; onGo?: (step: Step) => void }) {
  const { t } = useTranslation('setup');
  const at = steps.indexOf(now);
  return (
    <nav aria-label={t('steps')}>
      <p className={styles.where}>
        {t('step', { n: at + 1, of: steps.length })} · <b>{t(`stepName.${now}`)}</b>
      </p>
      <ol className={styles.steps}>
        {steps.map((step, index) => {
          const done = index < at;
          const inside = (
            <>
              <span className={styles.dot} aria-hidden="true">
                {done ? <CheckOutlined /> : index + 1}
              </span>
              {t(`stepName.${step}`)}
              {done && <span className="visually-hidden"> ({t('done')})</span>}
            </>
          );
          return (
            <li
              key={step}
              className={styles.step}
              aria-current={step === now ? 'step' : undefined}
              data-done={done || undefined}
            >
              {done && onGo ? (
                <button type="button" className={styles.stepButton} onClick={() => onGo(step)}>
                  {inside}
                </button>
              ) : (
                <span className={styles.stepButton}>{inside}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
