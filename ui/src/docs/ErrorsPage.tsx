import { useQuery } from '@tanstack/react-query';
import { Input, Skeleton } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type DetailEntry, type ErrorEntry, keys } from '../api';
import { useWords } from '../i18n/words';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { PageHeader } from '../ui/PageHeader';
import styles from './Docs.module.css';
import { useSpot } from './useSpot';

/** Every code that an answer can carry, with what it means and what to do about it. */
export default function ErrorsPage() {
  const { t } = useTranslation('docs');
  const errors = useQuery({
    queryKey: keys.errors,
    queryFn: ({ signal }) => api.errors(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <PageHeader title={t('errors.title')} text={t('errors.text')} />
      {errors.isPending && (
        <div className="card" aria-busy="true">
          <Skeleton active className={styles.skeleton} paragraph={{ rows: 8 }} />
        </div>
      )}
      {errors.isError && (
        <div className="card">
          <ErrorState error={errors.error} onRetry={() => errors.refetch()} />
        </div>
      )}
      {errors.data && <Entries problems={errors.data.problems} details={errors.data.details} />}
    </>
  );
}

function Entries({ problems, details }: { problems: ErrorEntry[]; details: DetailEntry[] }) {
  const { t } = useTranslation('docs');
  const words = useWords();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text).toLowerCase().split(/\s+/).filter(Boolean);
  const spot = useSpot(true);
  const fits = (...parts: (string | number)[]) => {
    const about = parts.join(' ').toLowerCase();
    return wanted.every((word) => about.includes(word));
  };
  const found = problems.filter((e) => fits(e.code, e.status, words(e.title), words(e.detail), words(e.mend)));
  const places = details.filter((e) => fits(e.code, words(e.message)));
  return (
    <>
      <search className={styles.search}>
        <Input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('errors.search')}
          aria-label={t('errors.search')}
          allowClear
          size="large"
        />
      </search>
      <p className="visually-hidden" role="status">
        {t('errors.found', { count: found.length + places.length })}
      </p>
      {found.length + places.length === 0 && (
        <div className="card">
          <EmptyState plain title={t('errors.nothing')} text={t('errors.nothingText')} />
        </div>
      )}
      {found.length > 0 && (
        <section aria-labelledby="problems" className={styles.list}>
          <h2 id="problems" tabIndex={-1} className={styles.groupTitle}>
            {t('errors.problems')}
          </h2>
          {found.map((entry) => (
            <article key={entry.code} className={`card ${styles.entry}`} data-here={entry.code === spot || undefined}>
              <h3 id={entry.code} tabIndex={-1} className={styles.entryTitle}>
                <span className={styles.status}>{entry.status}</span> <a href={`#${entry.code}`}>{entry.code}</a>
              </h3>
              <p className={styles.strong}>{words(entry.title)}</p>
              {!/^\{\w+\}$/.test(words(entry.detail)) && <p>{words(entry.detail)}</p>}
              <p className={styles.mend}>
                <span className={styles.label}>{t('errors.mend')}</span> {words(entry.mend)}
              </p>
            </article>
          ))}
        </section>
      )}
      {places.length > 0 && (
        <section aria-labelledby="places" className={styles.list}>
          <h2 id="places" tabIndex={-1} className={styles.groupTitle}>
            {t('errors.details')}
          </h2>
          <p className={styles.groupText}>{t('errors.detailsText')}</p>
          <dl className={`card ${styles.fields} ${styles.places}`}>
            {places.map((entry) => (
              <div key={entry.code} className={styles.field} data-here={entry.code === spot || undefined}>
                <dt id={entry.code} tabIndex={-1}>
                  <a href={`#${entry.code}`}>
                    <code>{entry.code}</code>
                  </a>
                </dt>
                <dd>{words(entry.message)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
