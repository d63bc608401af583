import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../../app/session';
import { useLanguage, useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { useNow } from '../../ui/time';
import { ListSkeleton } from '../shared/ListSkeleton';
import lists from '../shared/lists.module.css';
import { useInstances } from '../shared/queries';
import { RequestRow } from '../shared/RequestRow';
import { Apps } from './Apps';
import { Drafts } from './Drafts';
import styles from './StartPage.module.css';
import { Waiting } from './Waiting';

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 4 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}

/** Where a day begins: what can be asked for, what was begun, what waits, and how things stand. */
export default function StartPage() {
  const { t } = useTranslation('work');
  const me = useMe();
  const words = useWords();
  const language = useLanguage();
  const now = new Date(useNow());
  const name = words(me.name);
  return (
    <>
      <PageHeader
        title={t(`start.greeting.${partOfDay(now.getHours())}`, { name })}
        documentTitle={t('nav.start')}
        text={new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'full' }).format(now)}
      />
      <div className={styles.stack}>
        <Apps />
        <div className={styles.columns}>
          <div className={styles.stack}>
            <Drafts />
            <Waiting />
          </div>
          <Recent />
        </div>
      </div>
    </>
  );
}

function Recent() {
  const { t } = useTranslation('work');
  const recent = useInstances({ scope: 'mine' }, 5);
  const rows = recent.data?.pages[0]?.items ?? [];
  return (
    <section className={styles.section} aria-labelledby="start-recent">
      <div className={styles.head}>
        <h2 id="start-recent">{t('start.recent')}</h2>
        {rows.length > 0 && <Link to="/requests">{t('start.recentAll')}</Link>}
      </div>
      <div className="card">
        {recent.isPending && <ListSkeleton />}
        {recent.isError && <ErrorState error={recent.error} onRetry={() => recent.refetch()} />}
        {recent.isSuccess && rows.length === 0 && (
          <EmptyState plain title={t('start.nothingRecent')} text={t('start.nothingRecentText')} />
        )}
        {rows.length > 0 && (
          <ul className={lists.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <RequestRow row={row} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
