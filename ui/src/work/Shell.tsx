import { FileDoneOutlined, HomeOutlined, InboxOutlined } from '@ant-design/icons';
import i18next from 'i18next';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet } from 'react-router';
import { useCompanyName } from '../app/company';
import { LanguageSwitch } from '../app/LanguageSwitch';
import { PersonMenu } from '../app/PersonMenu';
import { useMe } from '../app/session';
import { Mark } from '../ui/Mark';
import { Splash } from '../ui/Splash';
import { NoticeBell } from './notices/NoticeBell';
import styles from './Shell.module.css';
import { useInboxCount } from './shared/queries';

// It is rarely seen: its code and words wait until the page stands.
const AwayBanner = lazy(async () => {
  const [banner] = await Promise.all([import('../absence/AwayBanner'), i18next.loadNamespaces('absence')]);
  return banner;
});

/** The frame of the work entrance: one navigation, at the top of a desktop and under the thumb on a phone. */
export default function Shell() {
  const { t } = useTranslation(['work', 'common']);
  const company = useCompanyName();
  const me = useMe();
  const { count, more } = useInboxCount();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main" data-print="no">
        {t('common:skipToContent')}
      </a>
      <header className={styles.top} data-print="no">
        <div className={styles.topIn}>
          <Link className={styles.brand} to="/">
            <Mark size={28} />
            <span className={styles.company}>{company}</span>
          </Link>
          <nav className={styles.nav} aria-label={t('work:nav.label')}>
            <ul className={styles.navList}>
              <li>
                <NavLink className={styles.link} to="/" end>
                  <HomeOutlined className={styles.icon} aria-hidden="true" />
                  {t('work:nav.start')}
                </NavLink>
              </li>
              <li>
                <NavLink className={styles.link} to="/inbox">
                  <InboxOutlined className={styles.icon} aria-hidden="true" />
                  {t('work:nav.inbox')}
                  {count > 0 && (
                    <>
                      <span className={styles.badge} aria-hidden="true">
                        {count}
                        {more && '+'}
                      </span>
                      <span className="visually-hidden">{t('work:nav.inboxCount', { count })}</span>
                    </>
                  )}
                </NavLink>
              </li>
              <li>
                <NavLink className={styles.link} to="/requests">
                  <FileDoneOutlined className={styles.icon} aria-hidden="true" />
                  {t('work:nav.requests')}
                </NavLink>
              </li>
            </ul>
          </nav>
          <div className={styles.tools}>
            {me.entrances.includes('studio') && (
              <Link className={`${styles.link} ${styles.entrance}`} to="/studio">
                {t('work:nav.studio')}
              </Link>
            )}
            <LanguageSwitch />
            <NoticeBell />
            <PersonMenu here="work" />
          </div>
        </div>
      </header>
      <main className={styles.main} id="main" tabIndex={-1}>
        <Suspense>
          <AwayBanner />
        </Suspense>
        <Suspense fallback={<Splash />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
