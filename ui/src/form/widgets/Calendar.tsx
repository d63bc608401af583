import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { FocusEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readDate } from '../table/readDate';
import type { DateInputProps } from './DateInput';

const FORMAT = 'YYYY-MM-DD';

function asDay(value: unknown) {
  // Day.js makes some day out of many a text that is none, and the third of March out of the 31st of February.
  if (typeof value !== 'string' || readDate(value) !== value) return null;
  return dayjs(value);
}

/** One date on our own calendar, in a chunk of its own: a form without dates, or on a phone, does without it. */
export default function Calendar({ control, label, value, onChange, onUnread, onLeave, min }: DateInputProps) {
  const { t } = useTranslation('form');
  const day = asDay(value);
  // Ant Design drops what was typed with Escape, what is no date when the reader goes on, and that a date was emptied.
  const keep = ({ target }: FocusEvent | KeyboardEvent) => {
    if (!(target instanceof HTMLInputElement)) return;
    const text = target.value.trim();
    if (text === (day ? value : '')) return;
    const typed = readDate(text);
    if (text === '') onChange(undefined);
    else if (typed === undefined) onUnread?.(text);
    else if (!min || typed >= min) onChange(typed);
  };
  return (
    <DatePicker
      {...control}
      aria-label={label}
      style={{ width: '100%' }}
      value={day}
      format={FORMAT}
      placeholder={t('date.placeholder')}
      minDate={min ? dayjs(min) : undefined}
      // What the pointer is over is not what was typed.
      previewValue={false}
      onChange={(chosen) => onChange(chosen ? chosen.format(FORMAT) : undefined)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') keep(event);
      }}
      onBlur={(event) => {
        keep(event);
        onLeave();
      }}
    />
  );
}
