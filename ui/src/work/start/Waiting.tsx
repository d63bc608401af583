import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWords } from '../../i18n/words';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { RelativeTime } from '../../ui/RelativeTime';
import { ListSkeleton } from '../shared/ListSkeleton';
import lists from '../shared/lists.module.css';
import { useInbox, useInboxCount } from '../shared/queries';
import styles from './StartPage.module.css';

/** The three tasks that have just come in, and the way to the rest. */
export function Waiting() {
  const { t } = useTranslation('work');
  const words = useWords();
  const inbox = useInbox();
  const { count } = useInboxCount();
  const tasks = inbox.data?.pages[0]?.items.slice(0, 3) ?? [];
  return (
    <section className={styles.section} aria-labelledby="start-waiting">
      <div className={styles.head}>
        <h2 id="start-waiting">{t('start.waiting')}</h2>
        {count > 0 && <Link to="/inbox">{t('start.waitingAll', { count })}</Link>}
      </div>
      <div className="card">
        {inbox.isPending && <ListSkeleton rows={2} />}
        {inbox.isError && <ErrorState error={inbox.error} onRetry={() => inbox.refetch()} />}
        {inbox.isSuccess && tasks.length === 0 && <EmptyState plain title={t('start.nothingWaiting')} />}
        {tasks.length > 0 && (
          <ul className={lists.list}>
            {tasks.map((item) => (
              <li key={item.task}>
                <Link className={styles.task} to={`/cases/${item.instance.id}`}>
                  <span className={styles.taskTitle}>{words(item.instance.title)}</span>
                  <span className={styles.muted}>
                    {words(item.instance.app.name)} · {words(item.name)} · <RelativeTime at={item.arrivedAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
