import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { usePageTitle } from '../ui/PageHeader';
import { Frame } from './Frame';
import styles from './Setup.module.css';
import { Wizard } from './Wizard';

/** What everybody sees until the company is set up: the wizard behind the link, and elsewhere where the link is. */
export default function Setup() {
  const { t } = useTranslation('setup');
  const { pathname, hash } = useLocation();
  // It stands behind the #, which no browser sends anywhere.
  const token = pathname === '/setup' ? hash.slice(1) : '';
  usePageTitle(t('title'));
  return <Frame>{token ? <Wizard key={token} token={token} /> : <Waiting />}</Frame>;
}

function Waiting() {
  const { t } = useTranslation('setup');
  return (
    <section className={styles.waiting}>
      <h1>{t('waitingTitle')}</h1>
      <p>{t('waitingText')}</p>
      <p className={styles.example}>
        <span>{t('waitingWhere')}</span> <code>{`${window.location.origin}/setup#…`}</code>
      </p>
      <p className={styles.faint}>{t('waitingAgain')}</p>
    </section>
  );
}
