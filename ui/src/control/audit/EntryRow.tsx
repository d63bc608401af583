import { DownOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../api';
import { useLanguage } from '../../i18n/words';
import { timeOfDay } from '../../ui/time';
import styles from './AuditPage.module.css';
import { EntryDetails } from './EntryDetails';
import type { FilterKey } from './filter';
import type { EntryWords } from './useEntryWords';

export interface EntryRowProps {
  entry: AuditEntry;
  words: EntryWords;
  onChoose: (key: FilterKey, value: string) => void;
}

/** An entry as one sentence with its time and where it came from; the rest opens below. */
export function EntryRow({ entry, words, onChoose }: EntryRowProps) {
  const { t } = useTranslation('audit');
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = typeof entry.facts?.count === 'number' ? entry.facts.count : 0;
  const refused = entry.action === 'access.refused' || entry.action === 'login.failed';
  return (
    <div className={styles.entry}>
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((was) => !was)}
      >
        <time className={styles.time} dateTime={new Date(entry.at).toISOString()}>
          {timeOfDay(entry.at, language)}
        </time>
        <span className={styles.said}>
          <span className={refused ? styles.refused : undefined}>{words.sentence(entry)}</span>
          <span className={styles.whence}>
            {count > 0 && <span>{t('entry.times', { count })}</span>}
            <span>{words.scheme(entry.who.scheme)}</span>
            {entry.who.address && <span className="tabular">{entry.who.address}</span>}
          </span>
        </span>
        <DownOutlined className={open ? styles.turned : styles.turn} aria-hidden="true" />
        <span className="visually-hidden">{t('entry.more')}</span>
      </button>
      <div id={id} hidden={!open}>
        {open && <EntryDetails entry={entry} words={words} onChoose={onChoose} />}
      </div>
    </div>
  );
}
