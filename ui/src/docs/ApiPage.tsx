import { useQuery } from '@tanstack/react-query';
import { Input, Skeleton } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/words';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { PageHeader } from '../ui/PageHeader';
import styles from './Docs.module.css';
import { contractQuery, type Group, groupsOf, type OpenApi, said, search } from './document';
import { OperationCard } from './Operation';
import { Prose } from './Prose';
import { useSpot } from './useSpot';

/** The reference of the API, drawn from the document that the server is tested against. */
export default function ApiPage() {
  const { t } = useTranslation('docs');
  const contract = useQuery(contractQuery);
  return (
    <>
      <PageHeader
        title={t('api.title')}
        extra={
          <a href="/api/openapi.json" target="_blank" rel="noreferrer">
            {t('api.raw')}
          </a>
        }
      />
      {contract.isPending && (
        <div className="card" aria-busy="true">
          <Skeleton active className={styles.skeleton} paragraph={{ rows: 8 }} />
        </div>
      )}
      {contract.isError && (
        <div className="card">
          <ErrorState error={contract.error} onRetry={() => contract.refetch()} />
        </div>
      )}
      {contract.data && <Reference doc={contract.data} />}
    </>
  );
}

function Reference({ doc }: { doc: OpenApi }) {
  const { t } = useTranslation('docs');
  const language = useLanguage();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const groups = useMemo(() => groupsOf(doc, language), [doc, language]);
  const found = useMemo(() => search(groups, wanted), [groups, wanted]);
  const spot = useSpot(true);
  const count = found.reduce((sum, group) => sum + group.operations.length, 0);
  return (
    <>
      <Prose className={`card ${styles.intro}`} text={said(doc.info, 'description', language)} />
      <div className={styles.columns}>
        <aside className={styles.aside}>
          <search className={styles.search}>
            <Input
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={t('api.search')}
              aria-label={t('api.search')}
              allowClear
              size="large"
            />
          </search>
          <p className="visually-hidden" role="status">
            {t('api.found', { count })}
          </p>
          <Contents groups={found} />
        </aside>
        <div className={styles.groups}>
          {found.length === 0 && (
            <div className="card">
              <EmptyState plain title={t('api.nothing')} text={t('api.nothingText')} />
            </div>
          )}
          {found.map((group) => (
            <section key={group.id} aria-labelledby={`group-${group.id}`}>
              <h2 id={`group-${group.id}`} tabIndex={-1} className={styles.groupTitle}>
                {group.name}
              </h2>
              <p className={styles.groupText}>{group.text}</p>
              <div className={styles.operations}>
                {group.operations.map((operation) => (
                  <OperationCard
                    key={operation.operationId}
                    doc={doc}
                    operation={operation}
                    here={operation.operationId === spot}
                  />
                ))}
              </div>
            </section>
          ))}
        </div>
      </div>
    </>
  );
}

function Contents({ groups }: { groups: Group[] }) {
  const { t } = useTranslation('docs');
  return (
    <nav className={styles.contents} aria-label={t('api.contents')}>
      <ul>
        {groups.map((group) => (
          <li key={group.id}>
            <a className={styles.contentsLink} href={`#group-${group.id}`}>
              {group.name}
              <span className={styles.count}>{group.operations.length}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
