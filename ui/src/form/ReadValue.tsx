import { useTranslation } from 'react-i18next';
import { useLanguage, useWords } from '../i18n/words';
import { PersonName } from '../ui/Person';
import { dateTime, dateWords } from '../ui/time';
import { chosen } from './chosen';
import { useDepartments } from './departments';
import { useOptionsOf } from './fetched';
import type { FieldModel } from './model';
import { numberWords } from './numberWords';
import { usePerson } from './people';
import { ReadOffered } from './ReadOffered';
import styles from './ReadValue.module.css';
import type { DateRange } from './widgets/DateRangeWidget';
import { late } from './widgets/late';

const ReadFiles = late(async () => (await import('./files/ReadFiles')).ReadFiles);

export interface ReadValueProps {
  field: FieldModel;
  pointer: string;
  value: unknown;
  /** Says no more of people than their names: a cell has no room. */
  brief?: boolean;
}

/** A value as words, in the reader's language. */
export function ReadValue({ field, pointer, value, brief }: ReadValueProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const language = useLanguage();
  if (value === undefined || value === null || value === '') {
    return <span className={styles.empty}>{t('empty')}</span>;
  }
  switch (field.kind) {
    case 'enum':
      return <>{words(field.layout.options?.[String(value)]) || String(value)}</>;
    case 'choices':
      return (
        <>
          {listed(
            chosen(value).map((each) => words(field.layout.options?.[each]) || each),
            language,
          )}
        </>
      );
    case 'boolean':
      return <>{value === true ? t('yes') : t('no')}</>;
    case 'number':
    case 'integer':
      return (
        <span className="tabular">
          {typeof value === 'number' ? numberWords(field, value, language, t) : String(value)}
        </span>
      );
    case 'date':
      return <span className="tabular">{dateWords(String(value), language)}</span>;
    case 'dateRange':
      return <ReadRange range={value as DateRange} />;
    case 'dateTime': {
      const at = Date.parse(String(value));
      return <span className="tabular">{Number.isNaN(at) ? String(value) : dateTime(at, language)}</span>;
    }
    case 'person':
      return <ReadPerson id={value} brief={brief} />;
    case 'persons':
      return (
        <span className={styles.several}>
          {chosen(value).map((id) => (
            <ReadPerson key={id} id={id} brief={brief} />
          ))}
        </span>
      );
    case 'option':
    case 'options': {
      const values = typeof value === 'string' ? [value] : chosen(value);
      if (field.layout.source?.script === undefined) return <ReadOptions field={field} values={values} />;
      return <ReadOffered field={field} pointer={pointer} values={values} />;
    }
    case 'department':
      return <ReadDepartments ids={[String(value)]} />;
    case 'departments':
      return <ReadDepartments ids={chosen(value)} />;
    case 'attachments':
    case 'images':
      return <ReadFiles field={field} value={value} />;
    case 'text':
      return <span className={styles.lines}>{String(value)}</span>;
    case 'json':
      return <code className={styles.lines}>{JSON.stringify(value, null, 2)}</code>;
    default:
      if (typeof value === 'string') return <ReadLink format={field.schema.format} text={value} />;
      return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
  }
}

/** Text, as a link where it is an address that a reader may follow without harm: never a script. */
function ReadLink({ format, text }: { format: unknown; text: string }) {
  const outside = { target: '_blank', rel: 'noopener noreferrer' };
  if (format === 'uri' && /^https?:\/\//i.test(text)) {
    return (
      <a className={styles.link} href={text} {...outside}>
        {text}
      </a>
    );
  }
  if (format === 'email' && !/[?&\s]/.test(text)) return <a href={`mailto:${text}`}>{text}</a>;
  if (format === 'phone' && /^[+()\d ./-]+$/.test(text)) {
    return <a href={`tel:${text.replaceAll(/[^+\d]/g, '')}`}>{text}</a>;
  }
  return <>{text}</>;
}

function listed(parts: string[], language: string): string {
  return parts.join(language === 'zh-CN' ? '、' : ', ');
}

function ReadDepartments({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation('form');
  const words = useWords();
  const language = useLanguage();
  const { data } = useDepartments();
  if (!data) return <>…</>;
  const names = new Map(data.map((dept) => [dept.id, words(dept.name)]));
  return (
    <>
      {listed(
        ids.map((id) => names.get(id) ?? t('department.unknown')),
        language,
      )}
    </>
  );
}

function ReadOptions({ field, values }: { field: FieldModel; values: readonly string[] }) {
  const words = useWords();
  const language = useLanguage();
  const known = useOptionsOf(field.layout.source, values);
  return (
    <>
      {listed(
        values.map((value, i) => words(known[i]?.label) || value),
        language,
      )}
    </>
  );
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

function ReadPerson({ id, brief }: { id: unknown; brief?: boolean }) {
  const { t } = useTranslation('form');
  const words = useWords();
  const person = usePerson(id);
  if (person === null) return <span className={styles.empty}>{t('person.unknown')}</span>;
  return person ? <PersonName who={person} detail={brief ? undefined : words(person.dept?.name)} /> : <>…</>;
}
