import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../i18n/words';
import { PersonName } from '../ui/Person';
import { dateWords } from '../ui/time';
import type { FieldModel } from './model';
import { usePerson } from './people';
import styles from './ReadValue.module.css';
import type { DateRange } from './widgets/DateRangeWidget';

/** A value as words, in the reader's language. */
export function ReadValue({ field, value }: { field: FieldModel; value: unknown }) {
  const { t } = useTranslation('form');
  const words = useWords();
  const language = useLanguage();
  if (value === undefined || value === null || value === '') {
    return <span className={styles.empty}>{t('empty')}</span>;
  }
  switch (field.kind) {
    case 'enum':
      return <>{words(field.layout.options?.[String(value)]) || String(value)}</>;
    case 'boolean':
      return <>{value === true ? t('yes') : t('no')}</>;
    case 'number':
    case 'integer':
      return <span className="tabular">{formatNumber(value, language)}</span>;
    case 'date':
      return <span className="tabular">{dateWords(String(value), language)}</span>;
    case 'dateRange':
      return <ReadRange range={value as DateRange} />;
    case 'person':
      return <ReadPerson id={value} />;
    case 'text':
      return <span className={styles.lines}>{String(value)}</span>;
    case 'json':
      return <code className={styles.lines}>{JSON.stringify(value, null, 2)}</code>;
    default:
      return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
  }
}

function formatNumber(value: unknown, language: string): string {
  if (typeof value !== 'number') return String(value);
  return new Intl.NumberFormat(language, { maximumFractionDigits: 20 }).format(value);
}

function ReadRange({ range }: { range: DateRange }) {
  const { t } = useTranslation('form');
  const language = useLanguage();
  const start = range.start ? dateWords(range.start, language) : '…';
  const end = range.end ? dateWords(range.end, language) : '…';
  const from = range.startHalf === 'pm' ? ` ${t('range.fromPm')}` : '';
  const until = range.endHalf === 'am' ? ` ${t('range.untilAm')}` : '';
  if (range.start === range.end) {
    return (
      <span className="tabular">
        {start}
        {from || until}
      </span>
    );
  }
  return (
    <span className="tabular">
      {start}
      {from} <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t('range.to')}</span> {end}
      {until}
    </span>
  );
}

function ReadPerson({ id }: { id: unknown }) {
  const { t } = useTranslation('form');
  const words = useWords();
  const person = usePerson(id);
  if (person === null) return <span className={styles.empty}>{t('person.unknown')}</span>;
  return person ? <PersonName who={person} detail={words(person.dept?.name)} /> : <>…</>;
}
