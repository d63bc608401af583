import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ListOption, listKeys, lists, type OrgList } from '../../api';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { ListSkeleton } from '../../work/shared/ListSkeleton';
import people from '../people/People.module.css';
import styles from './Lists.module.css';
import { useParents } from './useParents';

export interface ItemsProps {
  list: OrgList;
  above: OrgList | undefined;
  q: string;
  onOpen: (item: ListOption) => void;
}

/** The items of a list that a search finds. */
export function Items({ list, above, q, onOpen }: ItemsProps) {
  const { t } = useTranslation('lists');
  const words = useWords();
  const search = { q, limit: 100 };
  const items = useInfiniteQuery({
    queryKey: listKeys.items(list.id, search),
    queryFn: ({ pageParam, signal }) => lists.items(list.id, { ...search, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: (before) => before,
  });
  const all = items.data?.pages.flatMap((page) => page.items) ?? [];
  const parents = useParents(
    above?.id,
    all.flatMap((item) => (item.parent ? [item.parent] : [])),
  );
  if (items.isPending) return <ListSkeleton rows={6} />;
  if (items.isError) {
    return (
      <div className="card">
        <ErrorState error={items.error} onRetry={() => items.refetch()} />
      </div>
    );
  }
  if (all.length === 0) {
    return (
      <div className="card">
        <EmptyState plain title={t(q ? 'nothing' : 'noItems')} text={q ? undefined : t('noItemsText')} />
      </div>
    );
  }
  return (
    <>
      <div className="card">
        <table className={`${people.table} ${styles.items}`}>
          <thead>
            <tr>
              <th scope="col">{t('column.value')}</th>
              <th scope="col">{t('column.name')}</th>
              {above && <th scope="col">{t('column.parent')}</th>}
              <th scope="col">{t('column.state')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((item) => (
              <tr key={item.value} className={item.off ? people.gone : undefined}>
                <td>
                  <button
                    type="button"
                    className={styles.value}
                    aria-label={t('item.open', { value: item.value })}
                    onClick={() => onOpen(item)}
                  >
                    {item.value}
                  </button>
                </td>
                <td>
                  {words(item.label) || item.value}
                  <span className={people.below}>
                    {Object.values(item.label)
                      .filter((each) => each !== words(item.label))
                      .join(' · ')}
                  </span>
                </td>
                {above && <td>{words(parents.get(item.parent ?? '')) || item.parent}</td>}
                <td>
                  <span className={people.tag} data-tone={item.off ? undefined : 'good'}>
                    {t(item.off ? 'off' : 'on')}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {items.hasNextPage && (
        <Button className={people.more} loading={items.isFetchingNextPage} onClick={() => items.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
