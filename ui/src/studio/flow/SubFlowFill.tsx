import { Button, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FormDefinition, SubFlow } from '../../api';
import type { App } from '../../api/studioTypes';
import { useWords } from '../../i18n/words';
import { useApp } from '../designer/context';
import type { Field } from '../model/fields';
import { optionsOf } from '../model/options';
import { filledWith, holds, sourcesFor } from '../model/subflow';
import { SettingGroup } from '../parts/Setting';
import { PeopleSelect } from './PeopleSelect';
import styles from './Settings.module.css';
import { useFieldTitle } from './useNames';

const FIXED = '=';
const full = { width: '100%' };

/** The kinds of fields that can be given a fixed value here. */
const fixable = new Set(['text', 'number', 'choice', 'switch', 'date', 'person']);

export interface FillListProps {
  sub: SubFlow;
  form: FormDefinition;
  fields: readonly Field[];
  /** Those that the other app works out by itself. */
  computed: ReadonlySet<string>;
  onChange: (next: SubFlow, key?: string) => void;
}

/** What each field of the other form is filled with. */
export function FillList({ sub, form, fields, computed, onChange }: FillListProps) {
  const { t } = useTranslation('subflow');
  return (
    <SettingGroup title={t('edit.fill')}>
      {fields.length === 0 && <p className={styles.faint}>{t('edit.noFields')}</p>}
      {fields.map((field) => (
        <Fill key={field.path} sub={sub} form={form} field={field} computed={computed} onChange={onChange} />
      ))}
      <Strays sub={sub} fields={fields} onChange={onChange} />
    </SettingGroup>
  );
}

function Fill({ sub, form, field, computed, onChange }: Omit<FillListProps, 'fields'> & { field: Field }) {
  const { t } = useTranslation('subflow');
  const words = useWords();
  const app = useApp();
  const title = useFieldTitle();
  const fill = sub.fill?.find((each) => each.field === field.id);
  const name = words(field.layout.title) || field.id;
  const sources = sourcesFor(app, sub.each, field);
  const label = (path: string) =>
    path.includes('.') ? t('edit.ofRow', { column: words(app.form.layout.fields[path]?.title) || path }) : title(path);
  const known = !fill?.from || sources.some((each) => each.path === fill.from);
  const needed = field.required && !computed.has(field.id);
  const fixed = fill !== undefined && fill.from === undefined;
  return (
    <div className={styles.mapping}>
      <span className={styles.mappingName}>
        {name}
        {needed && <span className={styles.must}> {t('edit.required')}</span>}
        {computed.has(field.id) && <span className={styles.must}> {t('edit.computed')}</span>}
      </span>
      <Select
        aria-label={t('edit.fillWith', { field: name })}
        style={full}
        status={needed && !fill ? 'warning' : undefined}
        value={fixed ? FIXED : (fill?.from ?? '')}
        options={[
          { value: '', label: t('edit.empty') },
          ...sources.map((each) => ({ value: each.path, label: label(each.path) })),
          ...(fill?.from && !known ? [{ value: fill.from, label: label(fill.from) }] : []),
          ...(fixable.has(holds(field)) ? [{ value: FIXED, label: t('edit.fixed') }] : []),
        ]}
        onChange={(from) =>
          onChange(
            filledWith(sub, field.id, from === '' ? undefined : from === FIXED ? { value: fresh(field) } : { from }),
          )
        }
      />
      {fixed && (
        <FixedValue
          label={t('edit.fixedValue', { field: name })}
          form={form}
          field={field}
          value={fill.value}
          onChange={(value, key) => onChange(filledWith(sub, field.id, { value }), key && `fill ${field.id} ${key}`)}
        />
      )}
    </div>
  );
}

/** The value that a field begins with once it is fixed. */
function fresh(field: Field): unknown {
  const what = holds(field);
  if (what === 'switch') return true;
  if (what === 'number') return 0;
  return what === 'choice' && Array.isArray(field.schema.enum) ? (field.schema.enum[0] ?? '') : '';
}

/** What is filled in though the other form has no such field any more. */
function Strays({ sub, fields, onChange }: Omit<FillListProps, 'form' | 'computed'>) {
  const { t } = useTranslation('subflow');
  const strays = (sub.fill ?? []).filter((fill) => !fields.some((field) => field.id === fill.field));
  return strays.map((fill) => (
    <p key={fill.field} className={styles.faint}>
      {t('edit.stray', { field: fill.field })}{' '}
      <Button type="link" size="small" onClick={() => onChange(filledWith(sub, fill.field, undefined))}>
        {t('edit.remove')}
      </Button>
    </p>
  ));
}

interface FixedValueProps {
  label: string;
  form: FormDefinition;
  field: Field;
  value: unknown;
  /** A key says that the edit is one letter of several. */
  onChange: (value: unknown, key?: string) => void;
}

/** A value that is the same for every request, with the control that suits its kind. */
function FixedValue({ label, form, field, value, onChange }: FixedValueProps) {
  const { t } = useTranslation('subflow');
  const words = useWords();
  const text = typeof value === 'string' ? value : '';
  switch (holds(field)) {
    case 'number':
      return (
        <InputNumber
          aria-label={label}
          style={full}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? 0, 'number')}
        />
      );
    case 'switch':
      return (
        <Select
          aria-label={label}
          style={full}
          value={value === true}
          options={[
            { value: true, label: t('edit.on') },
            { value: false, label: t('edit.off') },
          ]}
          onChange={(next) => onChange(next)}
        />
      );
    case 'choice':
      return (
        <Select
          aria-label={label}
          style={full}
          value={text}
          options={optionsOf({ form } as App, field.path).map((option) => ({
            value: option.value,
            label: words(option.words) || option.value,
          }))}
          onChange={(next) => onChange(next)}
        />
      );
    case 'person':
      return (
        <PeopleSelect aria-label={label} value={text ? [text] : []} onChange={(ids) => onChange(ids.at(-1) ?? '')} />
      );
    default:
      return (
        <Input
          aria-label={label}
          type={holds(field) === 'date' ? 'date' : 'text'}
          value={text}
          onChange={(event) => onChange(event.target.value, 'text')}
        />
      );
  }
}
