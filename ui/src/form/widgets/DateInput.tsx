import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { ControlProps } from '../../ui/Field';
import type { WidgetProps } from './types';
import { useTouch } from './useTouch';

const FORMAT = 'YYYY-MM-DD';

export interface DateInputProps {
  control: ControlProps;
  label?: string;
  value: unknown;
  onChange: (value: string | undefined) => void;
  onLeave: () => void;
  min?: string;
}

function asDay(value: unknown) {
  if (typeof value !== 'string') return null;
  const day = dayjs(value);
  return day.isValid() ? day : null;
}

/** One date (`YYYY-MM-DD`): our calendar for a mouse, the device's own for a finger. */
export function DateInput({ control, label, value, onChange, onLeave, min }: DateInputProps) {
  const { t } = useTranslation('form');
  const touch = useTouch();
  if (touch) {
    return (
      <Input
        {...control}
        aria-label={label}
        type="date"
        value={typeof value === 'string' ? value : ''}
        min={min}
        onChange={(event) => onChange(event.target.value || undefined)}
        onBlur={onLeave}
      />
    );
  }
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

export function DateWidget({ value, onChange, onLeave, control }: WidgetProps) {
  return <DateInput control={control} value={value} onChange={onChange} onLeave={onLeave} />;
}
