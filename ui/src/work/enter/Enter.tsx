import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useCompanyName } from '../../app/company';
import { LanguageSwitch } from '../../app/LanguageSwitch';
import { useSession } from '../../app/session';
import { Mark } from '../../ui/Mark';
import { usePageTitle } from '../../ui/PageHeader';
import { DemoCards } from './DemoCards';
import styles from './Enter.module.css';
import { LoginForm } from './LoginForm';

const promises = ['path', 'where', 'inbox'] as const;

/** The way in: one click in a demo, a password otherwise. */
export default function Enter() {
  const { t } = useTranslation(['work', 'common']);
  const company = useCompanyName();
  // The link of the first start leads here once it has been used.
  const { pathname } = useLocation();
  const demo = useSession().data?.demo ?? false;
  usePageTitle(t('work:enter.title'));
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <div className={styles.brandTop}>
          <Mark size={36} />
          <span>{company}</span>
        </div>
        <div className={styles.pitch}>
          <p className={styles.tagline}>{t('common:tagline')}</p>
          <ul className={styles.promises}>
            {promises.map((each) => (
              <li key={each}>{t(`work:enter.promises.${each}`)}</li>
            ))}
          </ul>
        </div>
        <svg className={styles.stamp} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
          <circle cx="50" cy="50" r="46" fill="none" stroke="#fff" strokeWidth="3" />
          <circle cx="50" cy="50" r="38" fill="none" stroke="#fff" strokeWidth="1.2" />
          <path d="m32 51 13 13 24-29" fill="none" stroke="#fff" strokeWidth="7" strokeLinecap="round" />
        </svg>
      </header>
      <main className={styles.main}>
        <div className={styles.bar}>
          <LanguageSwitch />
        </div>
        {demo && (
          <section className={styles.section} aria-labelledby="enter-demo">
            <div>
              <h1 id="enter-demo">{t('work:enter.demoTitle')}</h1>
              <p className={styles.lead}>{t('work:enter.demoText')}</p>
            </div>
            <DemoCards />
          </section>
        )}
        <section
          className={demo ? `${styles.section} ${styles.divided}` : styles.section}
          aria-labelledby="enter-password"
        >
          {demo ? (
            <h2 id="enter-password">{t('work:enter.orPassword')}</h2>
          ) : (
            <h1 id="enter-password">{t('work:enter.title')}</h1>
          )}
          {pathname === '/setup' && (
            <Alert type="info" showIcon title={t('work:enter.setUpDone')} description={t('work:enter.setUpDoneText')} />
          )}
          <LoginForm />
        </section>
      </main>
    </div>
  );
}
