import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { DateInputProps } from './DateInput';

const FORMAT = 'YYYY-MM-DD';

function asDay(value: unknown) {
  // Day.js makes some day out of many a text that is none.
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const day = dayjs(value);
  return day.isValid() ? day : null;
}

/** One date on our own calendar, in a chunk of its own: a form without dates, or on a phone, does without it. */
export default function Calendar({ control, label, value, onChange, onLeave, min }: DateInputProps) {
  const { t } = useTranslation('form');
  return (
    <DatePicker
      {...control}
      aria-label={label}
      style={{ width: '100%' }}
      value={asDay(value)}
      format={FORMAT}
      placeholder={t('date.placeholder')}
      minDate={min ? dayjs(min) : undefined}
      onChange={(day) => onChange(day ? day.format(FORMAT) : undefined)}
      onBlur={onLeave}
    />
  );
}
