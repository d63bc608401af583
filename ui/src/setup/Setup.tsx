import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { api, keys } from '../api';
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

/** Says where the link is, and lets everybody in as soon as somebody has used it. */
function Waiting() {
  const { t } = useTranslation('setup');
  const client = useQueryClient();
  const state = useQuery({
    queryKey: keys.setup,
    queryFn: ({ signal }) => api.setupState(signal),
    refetchInterval: 5_000,
  });
  const over = state.data?.open === false;
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: keys.session });
  }, [client, over]);
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
