import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { InstanceFilter, InstanceStatus } from '../../api';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { ListSkeleton } from '../shared/ListSkeleton';
import lists from '../shared/lists.module.css';
import { useInstances } from '../shared/queries';
import { RequestRow } from '../shared/RequestRow';
import styles from './RequestsPage.module.css';

const scopes = ['mine', 'part'] as const;
const statuses: readonly InstanceStatus[] = ['running', 'approved', 'rejected'];

/** What the reader asked for, and what they decided on. The address holds the choice. */
export default function RequestsPage() {
  const { t } = useTranslation(['work', 'common']);
  const [search, setSearch] = useSearchParams();
  const scope = scopes.find((each) => each === search.get('scope')) ?? 'mine';
  const status = statuses.find((each) => each === search.get('status'));
  const filter: InstanceFilter = status ? { scope, status } : { scope };
  const list = useInstances(filter);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];

  const choose = (key: 'scope' | 'status', value: string | undefined) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  const none = status ? 'noneFiltered' : scope === 'mine' ? 'noneMine' : 'nonePart';
  return (
    <>
      <PageHeader title={t('work:requests.title')} extra={<ButtonLink to="/">{t('work:requests.new')}</ButtonLink>} />
      <div className={styles.filters}>
        <fieldset className={`${styles.group} ${styles.scope}`}>
          <legend className="visually-hidden">{t('work:requests.scope')}</legend>
          {scopes.map((each) => (
            <button
              key={each}
              type="button"
              className={styles.chip}
              aria-pressed={scope === each}
              onClick={() => choose('scope', each === 'mine' ? undefined : each)}
            >
              {t(`work:requests.${each}`)}
            </button>
          ))}
        </fieldset>
        <fieldset className={styles.group}>
          <legend className="visually-hidden">{t('work:requests.status')}</legend>
          <button
            type="button"
            className={styles.chip}
            aria-pressed={!status}
            onClick={() => choose('status', undefined)}
          >
            {t('work:requests.all')}
          </button>
          {statuses.map((each) => (
            <button
              key={each}
              type="button"
              className={styles.chip}
              aria-pressed={status === each}
              onClick={() => choose('status', each)}
            >
              {t(`common:status.${each}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="visually-hidden" role="status">
        {list.isSuccess && t('work:requests.loaded', { count: rows.length })}
      </p>
      <div className="card">
        {list.isPending && <ListSkeleton rows={5} />}
        {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyState title={t('work:requests.none')} text={t(`work:requests.${none}`)} />
        )}
        {rows.length > 0 && (
          <ul className={lists.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <RequestRow row={row} initiator={scope === 'part'} />
              </li>
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <div className={lists.more}>
            <Button onClick={() => list.fetchNextPage()} loading={list.isFetchingNextPage}>
              {t('common:action.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
