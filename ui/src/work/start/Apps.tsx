import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { useApps } from '../shared/queries';
import styles from './StartPage.module.css';

/** Everything that can be asked for. */
export function Apps() {
  const { t } = useTranslation('work');
  const words = useWords();
  const apps = useApps();
  return (
    <section className={styles.section} aria-labelledby="start-apps">
      <div className={styles.head}>
        <h2 id="start-apps">{t('start.apps')}</h2>
      </div>
      {apps.isPending && <Skeleton active avatar={{ shape: 'square', size: 44 }} title paragraph={{ rows: 1 }} />}
      {apps.isError && <ErrorState error={apps.error} onRetry={() => apps.refetch()} />}
      {apps.data?.items.length === 0 && (
        <div className="card">
          <EmptyState title={t('start.noApps')} text={t('start.noAppsText')} />
        </div>
      )}
      {apps.data && apps.data.items.length > 0 && (
        <ul className={styles.apps}>
          {apps.data.items.map((app) => (
            <li key={app.id}>
              <Link className={styles.app} to={`/new/${app.id}`}>
                <AppIcon app={app} size={44} />
                <span>
                  <span className={styles.appName}>{words(app.name)}</span>
                  <span className={styles.appText}>{words(app.description)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
