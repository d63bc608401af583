import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, ScrollRestoration } from 'react-router';
import { LanguageSwitch } from '../app/LanguageSwitch';
import { Mark } from '../ui/Mark';
import { Splash } from '../ui/Splash';
import styles from './Shell.module.css';

/** The frame of the pages for developers. Nobody needs to be signed in to read them. */
export default function Shell() {
  const { t } = useTranslation(['docs', 'common']);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('common:skipToContent')}
      </a>
      <header className={styles.top}>
        <Link className={styles.brand} to="/">
          <Mark size={28} />
          {t('common:product')}
        </Link>
        <nav className={styles.nav} aria-label={t('docs:nav.label')}>
          <NavLink className={styles.link} to="/docs" end>
            {t('docs:nav.api')}
          </NavLink>
          <NavLink className={styles.link} to="/docs/errors">
            {t('docs:nav.errors')}
          </NavLink>
        </nav>
        <div className={styles.tools}>
          <LanguageSwitch />
        </div>
      </header>
      <main className={styles.main} id="main" tabIndex={-1}>
        <Suspense fallback={<Splash />}>
          <Outlet />
        </Suspense>
      </main>
      <ScrollRestoration />
    </div>
  );
}
