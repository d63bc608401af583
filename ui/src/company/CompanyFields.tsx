import { Radio, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanyInput, DaySet } from '../api';
import { languages } from '../i18n';
import { Field } from '../ui/Field';
import type { FieldErrors } from './errors';
import styles from './Fields.module.css';
import { NameFields } from './NameFields';
import { offset, zones } from './zones';

export type CompanyFacts = Pick<CompanyInput, 'name' | 'language' | 'zone' | 'days'>;

export interface CompanyFieldsProps {
  id: string;
  value: CompanyFacts;
  onChange: (value: Partial<CompanyFacts>) => void;
  errors: FieldErrors;
}

const daySets: readonly DaySet[] = ['china', 'weekends'];

/** What the company is called and which language it speaks to those it does not know. */
export function CompanyFields({ id, value, onChange, errors }: CompanyFieldsProps) {
  const { t } = useTranslation('company');
  return (
    <>
      <NameFields
        id={`${id}-name`}
        label={t('name')}
        help={t('nameHelp')}
        value={value.name}
        onChange={(name) => onChange({ name })}
        errors={errors}
        path="/name"
        autoComplete="organization"
      />
      <Field id={`${id}-language`} label={t('language')} help={t('languageHelp')} error={errors['/language']} group>
        {(control) => (
          <Radio.Group
            {...control}
            value={value.language}
            onChange={(event) => onChange({ language: event.target.value })}
            options={languages.map((each) => ({
              value: each,
              label: <span lang={each}>{t(`languages.${each}`)}</span>,
            }))}
          />
        )}
      </Field>
    </>
  );
}

/** Where the company is in time: its zone, and the days on which nobody works. */
export function CalendarFields({ id, value, onChange, errors }: CompanyFieldsProps) {
  const { t } = useTranslation('company');
  const options = useMemo(() => {
    const now = new Date();
    return zones(value.zone).map((zone) => ({
      value: zone,
      label: zone.replaceAll('_', ' '),
      offset: offset(zone, now),
    }));
  }, [value.zone]);
  return (
    <>
      <Field id={`${id}-zone`} label={t('zone')} help={t('zoneHelp')} error={errors['/zone']} required>
        {(control) => (
          <Select
            {...control}
            className={styles.wide}
            size="large"
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('zoneSearch')}
            value={value.zone}
            onChange={(zone: string) => onChange({ zone })}
            options={options}
            optionRender={({ data }) => (
              <span className={styles.zone}>
                {data.label} <span className={styles.offset}>{data.offset}</span>
              </span>
            )}
            status={errors['/zone'] ? 'error' : undefined}
          />
        )}
      </Field>
      <Field id={`${id}-days`} label={t('days')} help={t('daysHelp')} error={errors['/days']} group>
        {(control) => (
          <Radio.Group
            {...control}
            className={styles.choices}
            value={value.days}
            onChange={(event) => onChange({ days: event.target.value })}
            options={daySets.map((each) => ({ value: each, label: t(`daySets.${each}`) }))}
          />
        )}
      </Field>
    </>
  );
}
