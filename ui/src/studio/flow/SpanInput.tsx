import { InputNumber, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Span, SpanUnit } from '../../api';

const units: readonly SpanUnit[] = ['workDays', 'workHours', 'days', 'hours', 'minutes'];
const MOST = 10_000;

export interface SpanInputProps {
  id?: string;
  'aria-labelledby'?: string;
  value: Span;
  onChange: (span: Span) => void;
}

/** A length of time: a number and its unit. */
export function SpanInput({ id, 'aria-labelledby': label, value, onChange }: SpanInputProps) {
  const { t } = useTranslation('time');
  return (
    <Space.Compact block>
      <InputNumber
        id={id}
        aria-labelledby={label}
        aria-label={label ? undefined : t('edit.amount')}
        style={{ width: 96, flex: 'none' }}
        min={1}
        max={MOST}
        precision={0}
        value={value.amount}
        onChange={(amount) => amount !== null && onChange({ ...value, amount })}
      />
      <Select
        aria-label={t('edit.unit')}
        style={{ width: '100%' }}
        value={value.unit}
        options={units.map((unit) => ({ value: unit, label: t(`edit.units.${unit}`) }))}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </Space.Compact>
  );
}
