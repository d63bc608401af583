import { Button, Skeleton } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { DecisionAction, InboxItem, Principal } from '../../api';
import { RowName } from '../../choices/lazy';
import { useWords } from '../../i18n/words';
import { DueMark } from '../../timing/DueMark';
import { AppIcon } from '../../ui/AppIcon';
import { ButtonLink } from '../../ui/ButtonLink';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { RelativeTime } from '../../ui/RelativeTime';
import { CaseByline, CaseEyebrow, CaseStamp } from '../case/CaseHead';
import { CaseView } from '../case/CaseView';
import { ListSkeleton } from '../shared/ListSkeleton';
import lists from '../shared/lists.module.css';
import { useInbox, useInstance } from '../shared/queries';
import styles from './InboxPage.module.css';
import { QuickDecision } from './QuickDecision';
import { useWide } from './useWide';

/** Everything that waits for the reader: a list to decide from, with the request beside it where there is room. */
export default function InboxPage() {
  const { t } = useTranslation(['work', 'common']);
  const wide = useWide();
  const inbox = useInbox();
  const [search, setSearch] = useSearchParams();
  const [deciding, setDeciding] = useState<{ item: InboxItem; action: DecisionAction }>();
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  const picked = wide ? (search.get('case') ?? items[0]?.instance.id) : undefined;

  return (
    <>
      <PageHeader
        title={t('work:inbox.title')}
        text={items.length > 0 && t('work:inbox.text', { count: items.length })}
      />
      <div className={wide && (items.length > 0 || picked) ? styles.split : styles.single}>
        <div className="card">
          {inbox.isPending && <ListSkeleton rows={4} />}
          {inbox.isError && <ErrorState error={inbox.error} onRetry={() => inbox.refetch()} />}
          {inbox.isSuccess && items.length === 0 && (
            <EmptyState title={t('work:inbox.empty')} text={t('work:inbox.emptyText')} />
          )}
          {items.length > 0 && (
            <ul className={lists.list} aria-label={t('work:inbox.list')}>
              {items.map((item) => (
                <li key={item.task}>
                  <Item
                    item={item}
                    to={wide ? `/inbox?case=${item.instance.id}` : `/cases/${item.instance.id}`}
                    picked={picked === item.instance.id}
                    onDecide={(action) => setDeciding({ item, action })}
                  />
                </li>
              ))}
            </ul>
          )}
          {inbox.hasNextPage && (
            <div className={lists.more}>
              <Button onClick={() => inbox.fetchNextPage()} loading={inbox.isFetchingNextPage}>
                {t('common:action.loadMore')}
              </Button>
            </div>
          )}
        </div>
        {wide && picked && (
          <Detail
            key={picked}
            id={picked}
            onDecided={() => setSearch({}, { replace: true, preventScrollReset: true })}
          />
        )}
      </div>
      {deciding && (
        <QuickDecision
          key={deciding.item.task + deciding.action}
          {...deciding}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </>
  );
}

/** What cannot be done from the list: the form is needed for it. */
const unhurried = ['resubmit', 'complete', 'answer'] as const;

interface ItemProps {
  item: InboxItem;
  to: string;
  picked: boolean;
  onDecide: (action: DecisionAction) => void;
}

function Item({ item, to, picked, onDecide }: ItemProps) {
  const { t } = useTranslation(['work', 'common']);
  const words = useWords();
  const title = words(item.instance.title);
  const list = (people: readonly Principal[]) => people.map((who) => words(who.name)).join(t('common:separator'));
  const other = unhurried.find((each) => item.actions.includes(each));
  const opens = other ? t(`decide.${other}Title`) : item.chooses && t('decide.chooses');
  return (
    <article className={picked ? `${styles.item} ${styles.picked}` : styles.item}>
      <div className={styles.head}>
        <AppIcon app={item.instance.app} size={38} />
        <div>
          <p className={styles.title}>
            <Link to={to} aria-current={picked || undefined} preventScrollReset>
              {title}
            </Link>
          </p>
          <p className={styles.muted}>
            {words(item.instance.app.name)} · <span className="tabular">{item.instance.no}</span> · {words(item.name)} ·{' '}
            {item.row && (
              <Suspense>
                <RowName row={item.row} /> ·{' '}
              </Suspense>
            )}
            {item.due === undefined ? <RelativeTime at={item.arrivedAt} /> : <DueMark due={item.due} />}
          </p>
          {item.for && <p className={styles.standIn}>{t('inbox.standIn', { absent: list(item.for) })}</p>}
        </div>
      </div>
      {item.instance.summary.length > 0 && (
        <dl className={styles.summary}>
          {item.instance.summary.map((line) => (
            <div key={line.field}>
              <dt>{words(line.title)}</dt>
              <dd>{words(line.text)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={styles.buttons}>
        {item.actions.includes('reject') && (
          <Button aria-label={t('decide.rejectOne', { title })} onClick={() => onDecide('reject')}>
            {t('decide.reject')}
          </Button>
        )}
        {item.actions.includes('approve') && !item.chooses && (
          <Button
            type="primary"
            ghost
            aria-label={t('decide.approveOne', { title })}
            onClick={() => onDecide('approve')}
          >
            {t('decide.approve')}
          </Button>
        )}
        {opens && (
          <ButtonLink to={to} ghost aria-label={t('decide.openOne', { what: opens, title })} preventScrollReset>
            {opens}
          </ButtonLink>
        )}
      </div>
    </article>
  );
}

function Detail({ id, onDecided }: { id: string; onDecided: () => void }) {
  const words = useWords();
  const query = useInstance(id);
  if (query.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const instance = query.data;
  if (!instance) return null;
  return (
    <section className={styles.detail} aria-labelledby={`detail-${id}`}>
      <CaseView
        instance={instance}
        embedded
        onDecided={onDecided}
        head={
          <header className={styles.detailHead}>
            <div>
              <div className={styles.detailEyebrow}>
                <CaseEyebrow instance={instance} />
              </div>
              <h2 className={styles.detailTitle} id={`detail-${id}`}>
                <Link to={`/cases/${id}`}>{words(instance.title)}</Link>
              </h2>
              <p className={styles.muted}>
                <CaseByline instance={instance} />
              </p>
            </div>
            <CaseStamp instance={instance} />
          </header>
        }
      />
    </section>
  );
}
