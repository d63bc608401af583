import { Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/words';
import type { FieldModel } from '../model';
import type { WidgetProps } from './types';

export function useOptions(field: FieldModel): { value: string; label: string }[] {
  const words = useWords();
  return field.options.map((value) => ({ value, label: words(field.layout.options?.[value]) || value }));
}

const SEARCH_FROM = 9;

/** One of several, in a list that opens. */
export function SelectWidget({ field, value, onChange, onLeave, control }: WidgetProps) {
  const { t } = useTranslation('form');
  const words = useWords();
  const options = useOptions(field);
  return (
    <Select
      {...control}
      style={{ width: '100%' }}
      value={(value as string | undefined) ?? null}
      options={options}
      placeholder={words(field.layout.placeholder) || t('choose')}
      notFoundContent={t('none')}
      allowClear={!control['aria-required']}
      showSearch={options.length >= SEARCH_FROM ? { optionFilterProp: 'label' } : false}
      onChange={(next) => onChange(next ?? undefined)}
      onBlur={onLeave}
    />
  );
}

/** One of a few, all in sight. */
export function RadioWidget({ field, value, onChange, onLeave, control, label }: WidgetProps) {
  const options = useOptions(field);
  return (
    <Radio.Group
      id={control.id}
      aria-label={label}
      aria-describedby={control['aria-describedby']}
      aria-required={control['aria-required']}
      value={value ?? null}
      options={options}
      onChange={(event) => {
        onChange(event.target.value);
        onLeave();
      }}
    />
  );
}
