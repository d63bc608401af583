import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditChange } from '../../api';
import { Instant } from '../../ui/RelativeTime';
import styles from './AuditPage.module.css';
import type { EntryRowProps } from './EntryRow';

/** Everything that an entry says: before and after of each field, and from where. */
export function EntryDetails({ entry, words, onChoose }: EntryRowProps) {
  const { t } = useTranslation('audit');
  const changes = entry.changes ?? [];
  const facts = Object.entries(entry.facts ?? {}).filter(([, value]) => value !== '' && value !== 0);
  return (
    <div className={styles.details}>
      {changes.length > 0 && (
        <table className={styles.changes}>
          <caption className="visually-hidden">{t('entry.changes')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('entry.field')}</th>
              <th scope="col">{t('entry.before')}</th>
              <th scope="col">{t('entry.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.field}>
                <th scope="row">{words.field(change.field)}</th>
                <td data-label={t('entry.before')}>
                  <Value entry={entry} words={words} change={change} value={change.before} />
                </td>
                <td data-label={t('entry.after')}>
                  <Value entry={entry} words={words} change={change} value={change.after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className={styles.facts}>
        <Fact name={t('entry.when')}>
          <Instant at={entry.at} />
        </Fact>
        <Fact name={t('entry.who')}>{words.who(entry)}</Fact>
        <Fact name={t('entry.signedInBy')}>{words.scheme(entry.who.scheme)}</Fact>
        {entry.who.address && <Fact name={t('entry.address')}>{entry.who.address}</Fact>}
        {entry.who.request && (
          <Fact name={t('entry.request')}>
            <code>{entry.who.request}</code>
          </Fact>
        )}
        {facts.map(([name, value]) => (
          <Fact key={name} name={words.fact(name)}>
            {words.value(entry, name, value)}
          </Fact>
        ))}
        <Fact name={t('entry.object')}>
          {words.objectName(entry)} · {t('entry.place', { seq: entry.seq })}
          <code className={styles.id}>{entry.object}</code>
        </Fact>
      </dl>
      <div className={styles.links}>
        <Button size="small" onClick={() => onChoose('object', entry.object)}>
          {t('entry.all')}
        </Button>
        {entry.who.person && (
          <Button size="small" onClick={() => onChoose('person', entry.who.person ?? '')}>
            {t('entry.allOf', { name: words.who(entry) })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Value({
  entry,
  words,
  change,
  value,
}: Pick<EntryRowProps, 'entry' | 'words'> & { change: AuditChange; value: unknown }) {
  const { t } = useTranslation('audit');
  const text = words.value(entry, change.field, value);
  if (!text) return <span className={styles.unset}>{t('entry.empty')}</span>;
  if (change.secret) return <code className={styles.digest}>{t('entry.secret', { digest: text })}</code>;
  return text;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
