import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type System } from '../../api';
import { ErrorState } from '../../ui/ErrorState';
import { PageHeader } from '../../ui/PageHeader';
import { RelativeTime } from '../../ui/RelativeTime';
import styles from './SystemPage.module.css';

/** What is running and whether it is well, for IT. It asks again every few seconds while it is open. */
export default function SystemPage() {
  const { t } = useTranslation('control');
  const system = useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => api.system(signal),
    refetchInterval: 10_000,
  });
  return (
    <>
      <PageHeader title={t('system.title')} text={t('system.text')} />
      {system.isPending && (
        <div className={`card ${styles.card}`} aria-busy="true">
          <Skeleton active title={false} paragraph={{ rows: 4 }} />
        </div>
      )}
      {system.isError && (
        <div className="card">
          <ErrorState error={system.error} onRetry={() => system.refetch()} />
        </div>
      )}
      {system.data && <Facts system={system.data} />}
    </>
  );
}

function Facts({ system }: { system: System }) {
  const { t } = useTranslation('control');
  return (
    <section className={`card ${styles.card}`} aria-label={t('system.title')}>
      {system.trouble ? (
        <p className={styles.trouble} role="alert">
          <WarningFilled aria-hidden="true" />
          <span>
            {t('system.trouble')} <code>{system.trouble}</code>
          </span>
        </p>
      ) : (
        <p className={styles.well}>
          <CheckCircleFilled aria-hidden="true" />
          {t('system.well')}
        </p>
      )}
      <dl className={styles.facts}>
        <Fact name={t('system.version')}>{system.version}</Fact>
        <Fact name={t('system.started')}>
          <RelativeTime at={system.startedAt} />
        </Fact>
        <Fact name={t('system.store')}>{t(`system.stores.${system.store}`)}</Fact>
        <Fact name={t('system.policy')}>
          <code>{system.policy.revision}</code>
          {system.policy.refused && (
            <span className={styles.refused}>
              {t('system.refused')} <code>{system.policy.refused}</code>
            </span>
          )}
        </Fact>
        <Fact name={t('system.scripts')}>
          {t('system.workers', { count: system.scripts.running })}
          {system.scripts.replaced > 0 && <> · {t('system.replaced', { count: system.scripts.replaced })}</>}
          {!system.scripts.limited && <span className={styles.refused}>{t('system.unlimited')}</span>}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
