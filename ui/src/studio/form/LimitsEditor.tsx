import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field } from '../model/fields';
import { Setting, SettingGroup } from '../parts/Setting';
import { FilesSetting } from './FilesSetting';
import styles from './Inspector.module.css';
import { CurrencySetting, FormatSetting, StarsSetting } from './KindSettings';
import { SerialSetting } from './SerialSetting';
import { useSet } from './useSet';

/** What an answer must be like, as far as its kind allows. */
export function LimitsEditor({ field }: { field: Field }) {
  const { t } = useTranslation('studio');
  switch (field.kind) {
    case 'number':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <RangeSetting field={field} />
          <DecimalsSetting field={field} />
        </SettingGroup>
      );
    case 'money':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <CurrencySetting field={field} />
          <RangeSetting field={field} />
          <DecimalsSetting field={field} />
        </SettingGroup>
      );
    case 'percent':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <RangeSetting field={field} />
          <DecimalsSetting field={field} />
          <p className={styles.faint}>{t('field.percentHelp')}</p>
        </SettingGroup>
      );
    case 'duration':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <RangeSetting field={field} />
          <p className={styles.faint}>{t('field.durationHelp')}</p>
        </SettingGroup>
      );
    case 'rating':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <StarsSetting field={field} />
        </SettingGroup>
      );
    case 'choices':
    case 'persons':
    case 'departments':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <CountSetting
            field={field}
            label={t('field.rows')}
            min={{ key: 'minItems', label: t('field.fewest') }}
            max={{ key: 'maxItems', label: t('field.most') }}
          />
        </SettingGroup>
      );
    case 'attachments':
    case 'images':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <CountSetting
            field={field}
            label={t('field.files')}
            min={{ key: 'minItems', label: t('field.fewestFiles') }}
            max={{ key: 'maxItems', label: t('field.mostFiles') }}
          />
          <FilesSetting field={field} />
        </SettingGroup>
      );
    case 'serial':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <SerialSetting field={field} />
        </SettingGroup>
      );
    case 'email':
    case 'phone':
    case 'url':
    case 'idNumber':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <FormatSetting field={field} />
        </SettingGroup>
      );
    case 'text':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <FormatSetting field={field} />
          <CountSetting
            field={field}
            label={t('field.length')}
            min={{ key: 'minLength', label: t('field.minLengthLabel') }}
            max={{ key: 'maxLength', label: t('field.maxLengthLabel') }}
          />
        </SettingGroup>
      );
    case 'textarea':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <CountSetting
            field={field}
            label={t('field.length')}
            min={{ key: 'minLength', label: t('field.minLengthLabel') }}
            max={{ key: 'maxLength', label: t('field.maxLengthLabel') }}
          />
        </SettingGroup>
      );
    case 'table':
      return (
        <SettingGroup title={t('inspector.answer')}>
          <CountSetting
            field={field}
            label={t('field.rows')}
            min={{ key: 'minItems', label: t('field.minRowsLabel') }}
            max={{ key: 'maxItems', label: t('field.maxRowsLabel') }}
          />
        </SettingGroup>
      );
    default:
      return null;
  }
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function RangeSetting({ field }: { field: Field }) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  const { schema } = field;
  const bounds = [
    {
      name: 'min',
      label: t('field.min'),
      kindLabel: t('field.minKind'),
      open: 'minimum',
      strict: 'exclusiveMinimum',
      openText: t('field.atLeast'),
      strictText: t('field.moreThan'),
    },
    {
      name: 'max',
      label: t('field.max'),
      kindLabel: t('field.maxKind'),
      open: 'maximum',
      strict: 'exclusiveMaximum',
      openText: t('field.atMost'),
      strictText: t('field.lessThan'),
    },
  ];
  return (
    <fieldset className={styles.limits}>
      <legend className="visually-hidden">{t('field.range')}</legend>
      {bounds.map(({ name, label, kindLabel, open, strict, openText, strictText }) => {
        const isStrict = numberOf(schema[strict]) !== undefined;
        const value = numberOf(schema[isStrict ? strict : open]);
        return (
          <div key={name} className={styles.limit}>
            <Select
              aria-label={kindLabel}
              value={isStrict ? strict : open}
              options={[
                { value: open, label: openText },
                { value: strict, label: strictText },
              ]}
              onChange={(key) => set({ [open]: undefined, [strict]: undefined, [key]: value ?? 0 }, `${name} kind`)}
            />
            <InputNumber
              aria-label={label}
              value={value ?? null}
              placeholder={t('field.noLimit')}
              style={{ width: '100%' }}
              onChange={(next) => set({ [isStrict ? strict : open]: next ?? undefined }, name)}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

const PLACES = [1, 2, 3, 4];

function DecimalsSetting({ field }: { field: Field }) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  const { schema } = field;
  const step = schema.type === 'integer' ? 1 : numberOf(schema.multipleOf);
  const options = [
    { value: 0, label: t('field.decimalsAny') },
    { value: 1, label: t('field.decimalsWhole') },
    { value: 0.5, label: t('field.decimalsHalf') },
    ...PLACES.map((count) => ({ value: Number(`1e-${count}`), label: t('field.decimalsPlaces', { count }) })),
  ];
  if (step !== undefined && !options.some((option) => option.value === step)) {
    options.push({ value: step, label: t('field.decimalsOther', { step }) });
  }
  return (
    <Setting label={t('field.decimals')}>
      {(control) => (
        <Select
          {...control}
          style={{ width: '100%' }}
          value={step ?? 0}
          options={options}
          onChange={(next) => set({ type: 'number', multipleOf: next === 0 ? undefined : next }, 'decimals')}
        />
      )}
    </Setting>
  );
}

interface CountProps {
  field: Field;
  label: string;
  min: { key: string; label: string };
  max: { key: string; label: string };
}

function CountSetting({ field, label, min, max }: CountProps) {
  const { t } = useTranslation('studio');
  const set = useSet(field);
  return (
    <fieldset>
      <legend className="visually-hidden">{label}</legend>
      <div className={styles.pair}>
        {[min, max].map(({ key, label: name }) => (
          <Setting key={key} label={name}>
            {({ id }) => (
              <InputNumber
                id={id}
                min={0}
                precision={0}
                value={numberOf(field.schema[key]) ?? null}
                placeholder={t('field.noLimit')}
                style={{ width: '100%' }}
                onChange={(next) => set({ [key]: next ?? undefined }, key)}
              />
            )}
          </Setting>
        ))}
      </div>
    </fieldset>
  );
}
