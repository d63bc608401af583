import { useTranslation } from 'react-i18next';
import { DateInput } from './DateInput';
import styles from './DateRangeWidget.module.css';
import type { WidgetProps } from './types';

type Half = 'am' | 'pm';
export interface DateRange {
  start?: string;
  startHalf?: Half;
  end?: string;
  endHalf?: Half;
}

/** A range after one of its ends was chosen: a missing end becomes the same day, and the end never stays before a newly chosen start. */
export function withEnd(range: DateRange, end: 'start' | 'end', date: string | undefined, halves: boolean): DateRange {
  const next: DateRange = { ...range, [end]: date };
  if (date === undefined) delete next[end];
  if (end === 'start' && date && (!next.end || next.end < date)) next.end = date;
  if (end === 'end' && date && !next.start) next.start = date;
  if (halves && (next.start || next.end)) {
    next.startHalf ??= 'am';
    next.endHalf ??= 'pm';
  }
  return next;
}

/** A first and a last day, each with the half where it begins or ends. */
export function DateRangeWidget({ field, value, onChange, onLeave, control, label }: WidgetProps) {
  const { t } = useTranslation('form');
  const range = (value ?? {}) as DateRange;
  const { id, ...aria } = control;
  const choose = (end: 'start' | 'end', date: string | undefined) => {
    const next = withEnd(range, end, date, field.halves);
    onChange(next.start || next.end ? next : undefined);
  };
  // What is no date moves no other end.
  const unread = (end: 'start' | 'end', text: string) => onChange({ ...range, [end]: text });
  const half = (end: 'startHalf' | 'endHalf', chosen: Half) => onChange({ ...range, [end]: chosen });
  return (
    <div className={styles.box}>
      <div className={field.halves ? `${styles.range} ${styles.halved}` : styles.range}>
        <div className={field.halves ? styles.end : undefined}>
          <DateInput
            control={{ ...aria, id }}
            label={`${label}: ${t('range.start')}`}
            value={range.start}
            onChange={(date) => choose('start', date)}
            onUnread={(text) => unread('start', text)}
            onLeave={onLeave}
          />
          {field.halves && (
            <Halves
              name={`${id}-startHalf`}
              label={`${label}: ${t('range.startHalf')}`}
              words={{ am: t('range.startAm'), pm: t('range.startPm') }}
              value={range.startHalf ?? 'am'}
              onChange={(chosen) => half('startHalf', chosen)}
            />
          )}
        </div>
        <span className={styles.arrow} aria-hidden="true">
          →
        </span>
        <div className={field.halves ? styles.end : undefined}>
          <DateInput
            control={{ ...aria, id: `${id}-end` }}
            label={`${label}: ${t('range.end')}`}
            value={range.end}
            onChange={(date) => choose('end', date)}
            onUnread={(text) => unread('end', text)}
            onLeave={onLeave}
          />
          {field.halves && (
            <Halves
              name={`${id}-endHalf`}
              label={`${label}: ${t('range.endHalf')}`}
              words={{ am: t('range.endAm'), pm: t('range.endPm') }}
              value={range.endHalf ?? 'pm'}
              onChange={(chosen) => half('endHalf', chosen)}
            />
          )}
        </div>
      </div>
    </div>
  );
}

interface HalvesProps {
  name: string;
  label: string;
  words: Record<Half, string>;
  value: Half;
  onChange: (half: Half) => void;
}

function Halves({ name, label, words, value, onChange }: HalvesProps) {
  return (
    <span className={styles.halves} role="radiogroup" aria-label={label}>
      {(['am', 'pm'] as const).map((half) => (
        <label key={half} className={styles.half}>
          <input type="radio" name={name} checked={value === half} onChange={() => onChange(half)} />
          {words[half]}
        </label>
      ))}
    </span>
  );
}
