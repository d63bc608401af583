import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FormStore } from '../../form/store';
import { useProblemText } from '../../ui/problemText';
import { ApprovalPath } from '../shared/ApprovalPath';
import styles from './RequestPage.module.css';
import { usePreview } from './usePreview';

/** Who will decide, as far as the form tells, beside the form while it is filled in. */
export function PathPanel({ app, store }: { app: string; store: FormStore }) {
  const { t } = useTranslation('work');
  const problemText = useProblemText();
  const { steps, updating, error } = usePreview(app, store);
  return (
    <section className={`card ${styles.path}`} aria-labelledby="request-path" aria-busy={updating}>
      <div className={styles.pathHead}>
        <h2 id="request-path">{t('path.preview')}</h2>
        {updating && <span className={styles.spinner} title={t('path.updating')} aria-hidden="true" />}
      </div>
      <p className={styles.pathText}>{t('path.previewText')}</p>
      {steps ? (
        <div className={updating ? styles.updating : undefined}>
          <ApprovalPath steps={steps} preview />
        </div>
      ) : error ? (
        <p role="alert">
          {t('path.failed')} {problemText(error)}
        </p>
      ) : (
        <Skeleton active title={false} avatar={{ size: 26 }} paragraph={{ rows: 4 }} />
      )}
      <p className="visually-hidden" role="status">
        {updating ? t('path.updating') : ''}
      </p>
    </section>
  );
}
