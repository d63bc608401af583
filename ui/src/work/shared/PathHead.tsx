import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PathHead.module.css';

export interface PathHeadProps {
  /** The heading. */
  children: ReactNode;
  /** Whether what follows from the form is on its way. */
  updating: boolean;
}

/** The head of an approval path that follows a form: a quiet sign, seen and heard, while it is worked out anew. */
export function PathHead({ children, updating }: PathHeadProps) {
  const { t } = useTranslation('work');
  return (
    <div className={styles.head}>
      {children}
      {updating && <span className={styles.spinner} title={t('path.updating')} aria-hidden="true" />}
      <p className="visually-hidden" role="status">
        {updating ? t('path.updating') : ''}
      </p>
    </div>
  );
}
