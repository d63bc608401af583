import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys } from '../../api';
import { ErrorState } from '../../ui/ErrorState';
import { useStudio } from '../designer/context';
import { Changes } from './Changes';
import styles from './Changes.module.css';

/** What stands for the draft where a revision's number may. */
export const DRAFT = 'draft';

class Unsaved extends Error {}

interface Props {
  from: string;
  to: string;
  /** What is said where nothing changed. */
  same: string;
}

/** What changed from one revision to another, or to the draft as it is on screen. */
export function Compared({ from, to, same }: Props) {
  const { t } = useTranslation('changes');
  const { appId, saver } = useStudio();
  const drafted = from === DRAFT || to === DRAFT;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.comparison(appId, from, to),
    queryFn: async ({ signal }) => {
      if (drafted && !(await saver.flush())) throw new Unsaved();
      return api.compare(appId, from, to, signal);
    },
    // A draft goes on changing, a revision never does.
    staleTime: drafted ? 0 : Number.POSITIVE_INFINITY,
    gcTime: drafted ? 0 : undefined,
  });
  if (error instanceof Unsaved) return <p className={styles.faint}>{t('compare.unsaved')}</p>;
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (isPending) {
    return (
      <div aria-busy="true">
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      </div>
    );
  }
  if (data.changes.length === 0) return <p className={styles.faint}>{same}</p>;
  return <Changes comparison={data} />;
}
