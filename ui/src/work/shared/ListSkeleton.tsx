import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './lists.module.css';

/** Stands in for a list that is on its way. */
export function ListSkeleton({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.skeletons} aria-busy="true" role="status">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move.
        <Skeleton key={index} active avatar={{ shape: 'square', size: 38 }} title paragraph={{ rows: 1 }} />
      ))}
    </div>
  );
}
