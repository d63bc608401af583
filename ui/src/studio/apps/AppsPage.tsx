import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, keys, type Person, type StudioApp } from '../../api';
import { useCompanyName } from '../../app/company';
import { LanguageSwitch } from '../../app/LanguageSwitch';
import { PersonMenu } from '../../app/PersonMenu';
import { useWords } from '../../i18n/words';
import { AppIcon } from '../../ui/AppIcon';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Mark } from '../../ui/Mark';
import { PageHeader } from '../../ui/PageHeader';
import { RelativeTime } from '../../ui/RelativeTime';
import styles from './AppsPage.module.css';
import { ImportApp } from './ImportApp';
import { NewApp } from './NewApp';

/** The list says who last edited a draft where the server knows it. */
type Card = StudioApp & { savedAt?: number; savedBy?: Person | null };

/** Every app that can be designed, with the revision in use and whether there is something to publish. */
export function AppsPage() {
  const { t } = useTranslation(['studio', 'common']);
  const [adding, setAdding] = useState(false);
  const company = useCompanyName();
  const apps = useQuery({ queryKey: keys.studioApps, queryFn: ({ signal }) => api.studioApps(signal) });
  const items: Card[] = apps.data?.items ?? [];
  return (
    <div className={styles.page}>
      <a className={styles.skip} href="#main">
        {t('common:skipToContent')}
      </a>
      <header className={styles.top}>
        <Link className={styles.brand} to="/studio">
          <Mark size={28} />
          <span className={styles.company}>{company}</span>
          <span className={styles.area}>{t('studio:title')}</span>
        </Link>
        <div className={styles.tools}>
          <LanguageSwitch />
          <PersonMenu here="studio" />
        </div>
      </header>
      <main className={styles.main} id="main" tabIndex={-1}>
        <PageHeader
          title={t('studio:apps.title')}
          text={t('studio:apps.text')}
          extra={
            <div className={styles.ways}>
              <ImportApp />
              <Button
                type="primary"
                icon={<PlusOutlined aria-hidden="true" />}
                aria-haspopup="dialog"
                onClick={() => setAdding(true)}
              >
                {t('studio:new.title')}
              </Button>
            </div>
          }
        />
        <NewApp open={adding} onClose={() => setAdding(false)} />
        {apps.isPending && (
          <ul className={styles.apps} aria-busy="true">
            {[1, 2, 3].map((n) => (
              <li key={n} className={`card ${styles.skeleton}`}>
                <Skeleton active avatar={{ shape: 'square', size: 48 }} title paragraph={{ rows: 1 }} />
              </li>
            ))}
          </ul>
        )}
        {apps.isError && (
          <div className="card">
            <ErrorState error={apps.error} onRetry={() => apps.refetch()} />
          </div>
        )}
        {apps.data && items.length === 0 && (
          <div className="card">
            <EmptyState
              title={t('studio:apps.none')}
              text={t('studio:apps.noneText')}
              action={<Button onClick={() => setAdding(true)}>{t('studio:new.title')}</Button>}
            />
          </div>
        )}
        {items.length > 0 && (
          <ul className={styles.apps}>
            {items.map((app) => (
              <li key={app.id}>
                <AppCard app={app} />
              </li>
            ))}
          </ul>
        )}
      </main>
    </div>
  );
}

function AppCard({ app }: { app: Card }) {
  const { t } = useTranslation('studio');
  const words = useWords();
  return (
    <Link className={styles.app} to={`/studio/apps/${encodeURIComponent(app.id)}/form`}>
      <AppIcon app={app} size={48} />
      <span className={styles.words}>
        <span className={styles.name}>{words(app.name) || app.id}</span>
        <span className={styles.marks}>
          <span className={styles.revision}>
            {app.revision > 0 ? t('apps.revision', { n: app.revision }) : t('apps.unpublished')}
          </span>
          {app.changed && app.revision > 0 && <span className={styles.changed}>{t('apps.changed')}</span>}
        </span>
        {app.savedAt !== undefined && (
          <span className={styles.edited}>
            <Edited by={app.savedBy ? words(app.savedBy.name) : undefined} at={app.savedAt} />
          </span>
        )}
      </span>
    </Link>
  );
}

/** Where the moment stands in a sentence: no name holds this. */
const MOMENT = '\u0000';

/** Who edited a draft and when, in the order of the language. */
function Edited({ by, at }: { by: string | undefined; at: number }) {
  const { t } = useTranslation('studio');
  const sentence =
    by === undefined ? t('apps.edited', { when: MOMENT }) : t('apps.editedBy', { name: by, when: MOMENT });
  const [before, after] = sentence.split(MOMENT);
  return (
    <>
      {before}
      <RelativeTime at={at} />
      {after}
    </>
  );
}
