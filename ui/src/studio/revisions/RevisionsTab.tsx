import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '../../api';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PersonName } from '../../ui/Person';
import { Instant } from '../../ui/RelativeTime';
import { useStudio } from '../designer/context';
import page from '../parts/Page.module.css';
import { DRAFT } from '../words/Compared';
import { Compare } from './Compare';
import styles from './RevisionsTab.module.css';

/** Everything that has been published, the newest first. */
export default function RevisionsTab() {
  const { t } = useTranslation(['studio', 'changes']);
  const { appId, revision } = useStudio();
  const revisions = useQuery({
    queryKey: keys.revisions(appId),
    queryFn: ({ signal }) => api.revisions(appId, signal),
  });
  const items = [...(revisions.data?.items ?? [])].sort((a, b) => b.n - a.n);
  const top = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<[from: string, to: string]>();
  const [from, to] = chosen ?? [String(revision), DRAFT];
  const show = (n: number) => {
    setChosen([String(n - 1), String(n)]);
    top.current?.scrollIntoView({ block: 'start' });
    top.current?.focus();
  };
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h2>{t('revisions.title')}</h2>
        <p>{t('revisions.text')}</p>
      </header>
      {revisions.isPending && (
        <div className={`card ${styles.loading}`} aria-busy="true">
          <Skeleton active paragraph={{ rows: 4 }} />
        </div>
      )}
      {revisions.isError && (
        <div className="card">
          <ErrorState error={revisions.error} onRetry={() => revisions.refetch()} />
        </div>
      )}
      {revisions.data && items.length === 0 && (
        <div className="card">
          <EmptyState title={t('revisions.none')} text={t('revisions.noneText')} />
        </div>
      )}
      {items.length > 0 && revision > 0 && (
        <div ref={top} tabIndex={-1}>
          <Compare numbers={items.map(({ n }) => n)} from={from} to={to} onChoose={(...both) => setChosen(both)} />
        </div>
      )}
      {items.length > 0 && (
        <ol className={`card ${styles.list}`}>
          {items.map((item) => (
            <li key={item.n} className={styles.item}>
              <div className={styles.head}>
                <h3>{t('revisions.revision', { n: item.n })}</h3>
                {item.n === revision && <span className={styles.current}>{t('revisions.current')}</span>}
                {item.n > 1 && (
                  <Button
                    size="small"
                    className={styles.what}
                    aria-label={t('changes:compare.label', { n: item.n })}
                    onClick={() => show(item.n)}
                  >
                    {t('changes:compare.before')}
                  </Button>
                )}
              </div>
              <p className={item.note ? styles.note : styles.faint}>{item.note || t('revisions.noNote')}</p>
              <p className={styles.by}>
                {item.publishedBy && <PersonName who={item.publishedBy} size={22} />}
                <Instant at={item.publishedAt} />
                <span>
                  {t('revisions.digest')} <code>{item.digest.replace(/^sha256:/, '').slice(0, 12)}</code>
                </span>
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
