import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Checkbox, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type FailedStep, keys } from '../../api';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { FailureRow } from './FailureRow';
import styles from './Failures.module.css';
import { RetryDialog } from './RetryDialog';

const PAGE = 50;

/** Steps that no person does and that failed, in all apps: what went wrong, and a way to have them tried again. */
export default function FailuresPage() {
  const { t } = useTranslation(['errands', 'common']);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [retrying, setRetrying] = useState<FailedStep[]>();
  const list = useInfiniteQuery({
    queryKey: keys.failures,
    queryFn: ({ pageParam, signal }) => api.failures(pageParam, PAGE, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchOnMount: 'always',
    refetchInterval: 30_000,
  });
  const steps = list.data?.pages.flatMap((page) => page.items) ?? [];
  const ready = steps.filter((step) => !step.suspended);
  const picked = ready.filter((step) => chosen.has(step.errand.id));
  const all = ready.length > 0 && picked.length === ready.length;
  const choose = (id: string, on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <>
      <PageHeader title={t('errands:page.title')} text={t('errands:page.text')} />
      <p className="visually-hidden" role="status">
        {list.isSuccess && t('errands:page.loaded', { count: steps.length })}
      </p>
      <div className="card">
        {list.isPending && (
          <div className={styles.waiting} aria-busy="true">
            <Skeleton active title={false} paragraph={{ rows: 6 }} />
          </div>
        )}
        {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.isSuccess && steps.length === 0 && (
          <EmptyState title={t('errands:page.none')} text={t('errands:page.noneText')} />
        )}
        {steps.length > 0 && (
          <div className={styles.bar}>
            <Checkbox
              checked={all}
              indeterminate={picked.length > 0 && !all}
              disabled={ready.length === 0}
              onChange={(event) => setChosen(new Set(event.target.checked ? ready.map((step) => step.errand.id) : []))}
            >
              {picked.length > 0 ? t('errands:page.chosen', { count: picked.length }) : t('errands:page.all')}
            </Checkbox>
            <Button type="primary" disabled={picked.length === 0} onClick={() => setRetrying(picked)}>
              {t('errands:page.retry')}
            </Button>
          </div>
        )}
        <ul>
          {steps.map((step) => (
            <FailureRow
              key={step.errand.id}
              step={step}
              chosen={chosen.has(step.errand.id)}
              onChoose={(on) => choose(step.errand.id, on)}
              onRetry={() => setRetrying([step])}
            />
          ))}
        </ul>
        {list.hasNextPage && (
          <div className={styles.more}>
            <Button onClick={() => list.fetchNextPage()} loading={list.isFetchingNextPage}>
              {t('common:action.loadMore')}
            </Button>
          </div>
        )}
      </div>
      {retrying && (
        <RetryDialog
          steps={retrying}
          onClose={() => setRetrying(undefined)}
          onDone={() => {
            setRetrying(undefined);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}
