import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useCompanyName } from '../app/company';
import { LanguageSwitch } from '../app/LanguageSwitch';
import { PersonMenu } from '../app/PersonMenu';
import { useMe } from '../app/session';
import { Mark } from '../ui/Mark';
import { Splash } from '../ui/Splash';
import styles from './Shell.module.css';
import { openSections } from './sections';

/** The frame of the control room: its sections at the side of a desktop and above the page on a phone. */
export default function Shell() {
  const { t } = useTranslation(['control', 'common']);
  const company = useCompanyName();
  const sections = openSections(useMe());
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // On a phone the line of sections may be longer than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what moves the mark.
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('common:skipToContent')}
      </a>
      <header className={styles.top}>
        <Link className={styles.brand} to="/control">
          <Mark size={28} />
          <span className={styles.company}>{company}</span>
          <span className={styles.area}>{t('common:entrance.control')}</span>
        </Link>
        <div className={styles.tools}>
          <LanguageSwitch />
          <PersonMenu here="control" />
        </div>
      </header>
      <div className={styles.body}>
        <nav ref={nav} className={styles.nav} aria-label={t('control:nav')}>
          <ul className={styles.list}>
            {sections.map(({ id, path, Icon }) => (
              <li key={id}>
                <NavLink className={styles.link} to={`/control/${path}`}>
                  <Icon aria-hidden="true" />
                  {t(`control:section.${id}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <main className={styles.main} id="main" tabIndex={-1}>
          <Suspense fallback={<Splash />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
